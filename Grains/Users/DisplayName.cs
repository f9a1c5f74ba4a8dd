using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ChatMux.Grains.Interfaces;

namespace ChatMux.Grains.Users;

/// <summary>The rule for names of people and rooms.</summary>
public static partial class DisplayName
{
    private const int ZeroWidthNonJoiner = 0x200C;
    private const int ZeroWidthJoiner = 0x200D;
    private const int TextPresentation = 0xFE0E;
    private const int EmojiPresentation = 0xFE0F;
    private const int Keycap = 0x20E3;

    // Vietnamese needs two on one letter, Thai and Hebrew three; more is drawn over the neighbours.
    private const int MostMarks = 3;

    /// <summary>
    /// Brings a name into its one form: Unicode NFC, outer white space cut, inner white space single blanks. Refuses names that are
    /// empty or longer than <see cref="Limits.NameLength"/> then, that hold control or invisible characters, or that have
    /// nothing to see in them, or pile marks on a letter.
    /// </summary>
    public static bool TryNormalize(string? text, out string name)
    {
        name = "";
        if (text is null || text.Length > 4 * Limits.NameLength || !IsWellFormed(text))
            return false;
        var normalized = Blanks().Replace(text.Normalize(NormalizationForm.FormC).Trim(), " ");
        var runes = normalized.EnumerateRunes().ToArray();
        if (normalized.Length is 0 or > Limits.NameLength || !AreAllowed(runes) || !runes.Any(VisibleRunes.IsVisible))
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

    private static bool AreAllowed(Rune[] runes)
    {
        var marks = 0;
        for (var i = 0; i < runes.Length; i++)
        {
            marks = Rune.GetUnicodeCategory(runes[i]) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark ? marks + 1 : 0;
            if (marks > MostMarks || !IsAllowed(runes, i))
                return false;
        }
        return true;
    }

    private static bool IsAllowed(Rune[] runes, int i) => runes[i].Value switch
    {
        // The zero width joiner makes one emoji of two; between letters it would only make a name look like another.
        ZeroWidthJoiner => i > 0 && i + 1 < runes.Length && !Rune.IsLetterOrDigit(runes[i - 1]) && !Rune.IsLetterOrDigit(runes[i + 1]),
        // Text or emoji: of a letter or a digit alone it changes nothing that one sees.
        TextPresentation or EmojiPresentation => i > 0 && (Rune.IsSymbol(runes[i - 1]) || Rune.IsPunctuation(runes[i - 1]) || IsKeycap(runes, i)),
        // The zero width non-joiner is spelling in Persian and in scripts of India.
        ZeroWidthNonJoiner => i > 0 && i + 1 < runes.Length && IsJoiningLetter(runes[i - 1]) && IsJoiningLetter(runes[i + 1]),
        _ => !VisibleRunes.IsInvisible(runes[i]) && Rune.GetUnicodeCategory(runes[i]) is not
            (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned),
    };

    private static bool IsKeycap(Rune[] runes, int i) => i + 1 < runes.Length && runes[i + 1].Value == Keycap;

    // Arabic and the blocks behind it, up to the scripts of India.
    private static bool IsJoiningLetter(Rune rune) => rune.Value is >= 0x0600 and <= 0x0DFF;

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
