using System.Text;
using ChatMux.Grains.Interfaces;

namespace ChatMux.Grains.Messages;

/// <summary>The rule for texts of messages.</summary>
public static class MessageText
{
    /// <summary>Null for a text that may be sent; otherwise why not.</summary>
    public static Refusal? Check(string? text)
    {
        if (text is null)
            return new Refusal(RefusalCode.Malformed);
        if (text.Length > Limits.MessageLength)
            return new Refusal(RefusalCode.MessageTooLong);
        return text.EnumerateRunes().Any(IsVisible) ? null : new Refusal(RefusalCode.EmptyMessage);
    }

    private static bool IsVisible(Rune rune) => !Rune.IsWhiteSpace(rune) && !Rune.IsControl(rune)
        && Rune.GetUnicodeCategory(rune) != System.Globalization.UnicodeCategory.Format;
}
