using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ChatMux.Grains.Interfaces;

namespace ChatMux.Grains.Users;

/// <summary>The rule for names of people and rooms.</summary>
public static partial class DisplayName
{
    /// <summary>
    /// Brings a name into its one form: Unicode NFC, outer white space cut, inner white space single blanks. Refuses names that are
    /// empty or longer than <see cref="Limits.NameLength"/> then, that hold control or invisible characters, or that have
    /// nothing to see in them.
    /// </summary>
    public static bool TryNormalize(string? text, out string name)
    {
        name = "";
        if (text is null || text.Length > 4 * Limits.NameLength || !IsWellFormed(text))
            return false;
        var normalized = Blanks().Replace(text.Normalize(NormalizationForm.FormC).Trim(), " ");
        if (normalized.Length is 0 or > Limits.NameLength || !normalized.EnumerateRunes().All(IsAllowed)
            || !normalized.EnumerateRunes().Any(IsVisible))
            return false;
        name = normalized;
        return true;
    }

    private static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i += char.IsSurrogatePair(text, i) ? 2 : 1)
            if (char.IsSurrogate(text[i]) && !char.IsSurrogatePair(text, i))
                return false;
        return true;
    }

    // The zero width joiner (U+200D) and the emoji presentation selector (U+FE0F) are parts of emoji, and seen as such.
    private static bool IsAllowed(Rune rune) => rune.Value is 0x200D or 0xFE0F || Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);

    // U+115F, U+1160, U+3164 and U+FFA0 are letters by category that show nothing; U+2800 is an empty braille cell.
    private static bool IsVisible(Rune rune) => rune.Value is not (0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0x2800)
        && (Rune.IsLetterOrDigit(rune) || Rune.IsSymbol(rune) || Rune.IsPunctuation(rune));

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
