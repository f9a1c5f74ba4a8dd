using System.Globalization;
using System.Text;

namespace ChatMux.Grains.Messages;

/// <summary>The rule for what one may react with: a single emoji, so no word and no flood.</summary>
public static class ReactionEmoji
{
    // The longest ones in use, families and flags of regions, have up to fourteen code units.
    private const int Longest = 32;

    private static readonly Rune Presentation = new(0xFE0F);
    private static readonly Rune Keycap = new(0x20E3);

    /// <summary>Whether the text is one emoji (one grapheme cluster, UAX 29, with a symbol or an emoji presentation in it).</summary>
    public static bool IsOne(string? text) =>
        text is { Length: > 0 and <= Longest }
        && StringInfo.GetNextTextElementLength(text) == text.Length
        && text.EnumerateRunes().Any(rune => rune == Presentation || rune == Keycap || Rune.GetUnicodeCategory(rune) == UnicodeCategory.OtherSymbol);
}
