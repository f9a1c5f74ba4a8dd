using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Users;

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
        return text.EnumerateRunes().Any(VisibleRunes.IsVisible) ? null : new Refusal(RefusalCode.EmptyMessage);
    }
}
