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
    private static readonly Rune Joiner = new(0x200D);
    private static readonly Rune BlackFlag = new(0x1F3F4);
    private static readonly Rune EndOfTags = new(0xE007F);
    private static readonly Rune EmptyBraille = new(0x2800);

    /// <summary>
    /// Whether the text is one emoji: one grapheme cluster (UAX 29) of symbols, with at least one of them or an emoji presentation in it,
    /// and nothing invisible that makes another one of it to computers only.
    /// </summary>
    public static bool IsOne(string? text)
    {
        if (text is not { Length: > 0 and <= Longest } || StringInfo.GetNextTextElementLength(text) != text.Length)
            return false;
        var runes = text.EnumerateRunes().ToArray();
        return Enumerable.Range(0, runes.Length).All(i => MayStandAt(runes, i))
            && runes.Any(rune => rune == Presentation || rune == Keycap || IsSymbol(rune));
    }

    // Letters and marks may not: a letter in a keycap, or under a heap of accents, is one cluster too. Nor what stands for
    // half a character.
    private static bool MayStandAt(Rune[] runes, int i)
    {
        var rune = runes[i];
        if (rune == Joiner)
            return i > 0 && i + 1 < runes.Length && IsBase(runes[i + 1]) && runes[i - 1] != Joiner;
        if (rune == Presentation || rune == Keycap)
            return i > 0 && runes[i - 1] != rune && runes[i - 1] != Joiner;
        // The flags of regions are a black flag with a name in tags.
        return IsTag(rune) ? runes[0] == BlackFlag && runes[^1] == EndOfTags && runes[1..].All(IsTag) : IsBase(rune);
    }

    private static bool IsTag(Rune rune) => rune.Value is >= 0xE0020 and <= 0xE007F;

    private static bool IsBase(Rune rune) =>
        rune != Rune.ReplacementChar && rune != EmptyBraille
        && (IsSymbol(rune) || Others.Contains(rune.ToString(), StringComparison.Ordinal)
            || Rune.GetUnicodeCategory(rune) is UnicodeCategory.MathSymbol or UnicodeCategory.ModifierSymbol);

    private static bool IsSymbol(Rune rune) => Rune.GetUnicodeCategory(rune) == UnicodeCategory.OtherSymbol;
}
