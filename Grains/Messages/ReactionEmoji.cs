using System.Globalization;
using System.Text;

namespace ChatMux.Grains.Messages;

/// <summary>The rule for what one may react with: a single emoji, so no word and no flood.</summary>
public static class ReactionEmoji
{
    // The longest ones in use, families and flags of regions, have up to fourteen code units.
    private const int Longest = 32;

    // What begins an emoji without being a symbol: keycaps, ‼, ⁉, 〰 and ℹ.
    private const string Others = "#*0123456789\u203C\u2049\u3030\u2139";

    private static readonly Rune Presentation = new(0xFE0F);
    private static readonly Rune Keycap = new(0x20E3);

    /// <summary>Whether the text is one emoji: one grapheme cluster (UAX 29) of symbols, with at least one of them or an emoji presentation in it.</summary>
    public static bool IsOne(string? text) =>
        text is { Length: > 0 and <= Longest }
        && StringInfo.GetNextTextElementLength(text) == text.Length
        && text.EnumerateRunes().All(MayBeIn)
        && text.EnumerateRunes().Any(rune => rune == Presentation || rune == Keycap || IsSymbol(rune));

    // Letters and marks may not: a letter in a keycap, or under a heap of accents, is one cluster too. Nor what stands for
    // half a character.
    private static bool MayBeIn(Rune rune) =>
        rune != Rune.ReplacementChar
        && (rune == Presentation || rune == Keycap || IsSymbol(rune) || Others.Contains(rune.ToString(), StringComparison.Ordinal)
            || Rune.GetUnicodeCategory(rune) is UnicodeCategory.MathSymbol or UnicodeCategory.ModifierSymbol or UnicodeCategory.Format);

    private static bool IsSymbol(Rune rune) => Rune.GetUnicodeCategory(rune) == UnicodeCategory.OtherSymbol;
}
