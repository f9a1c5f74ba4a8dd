using System.Globalization;
using System.Text;

namespace ChatMux.Grains.Messages;

/// <summary>A word of a text.</summary>
/// <param name="Start">Where it begins in the text, in UTF-16 code units.</param>
/// <param name="Length">How long it is there.</param>
/// <param name="Folded">How it is compared: in small letters, without accents.</param>
/// <param name="Kind">What of a word it is.</param>
internal readonly record struct ScannedWord(int Start, int Length, string Folded, WordKind Kind);

/// <summary>Scripts without spaces have no words to see: there, each two neighbours are one.</summary>
internal enum WordKind
{
    /// <summary>A word between spaces.</summary>
    Whole,

    /// <summary>Two neighbouring characters of a script without spaces.</summary>
    Pair,

    /// <summary>The last character of such a run, so that each character begins a word.</summary>
    Last,
}

/// <summary>Finds the words of a text. The index of messages and what is searched for in it are made by the same rule.</summary>
internal static class WordScanner
{
    private const int Longest = 64;

    private static readonly (int First, int Last)[] WithoutSpaces =
    [
        (0x0E00, 0x0EFF), // Thai, Lao
        (0x1000, 0x109F), // Myanmar
        (0x1780, 0x17FF), // Khmer
        (0x3005, 0x3007), (0x3040, 0x30FF), (0x31F0, 0x31FF), // Japanese
        (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), // Chinese
        (0xFF66, 0xFF9F), // Japanese, narrow
        (0x20000, 0x3FFFF), // Chinese, rare
    ];

    private enum Sort
    {
        Between,
        OfWord,
        WithoutSpaces,
    }

    public static List<ScannedWord> Scan(string text)
    {
        var words = new List<ScannedWord>();
        for (var start = 0; start < text.Length;)
        {
            var sort = SortAt(text, start, Sort.Between, out var length);
            var end = start + length;
            while (end < text.Length && SortAt(text, end, sort, out length) == sort)
                end += length;
            if (sort == Sort.OfWord)
                AddWhole(words, text, start, end);
            else if (sort == Sort.WithoutSpaces)
                AddPairs(words, text, start, end);
            start = end;
        }
        return words;
    }

    private static void AddWhole(List<ScannedWord> words, string text, int start, int end)
    {
        var folded = Fold(text[start..end]);
        if (folded.Length > Longest)
            folded = folded[..(char.IsHighSurrogate(folded[Longest - 1]) ? Longest - 1 : Longest)];
        if (folded.Length > 0)
            words.Add(new ScannedWord(start, end - start, folded, WordKind.Whole));
    }

    private static void AddPairs(List<ScannedWord> words, string text, int start, int end)
    {
        for (var at = start; at < end;)
        {
            var first = char.IsSurrogatePair(text, at) ? 2 : 1;
            var next = at + first;
            var second = next >= end ? 0 : char.IsSurrogatePair(text, next) ? 2 : 1;
            var folded = Fold(text.Substring(at, first + second));
            if (folded.Length > 0)
                words.Add(new ScannedWord(at, first + second, folded, second == 0 ? WordKind.Last : WordKind.Pair));
            at = next;
        }
    }

    private static Sort SortAt(string text, int at, Sort before, out int length)
    {
        length = 1;
        if (char.IsAscii(text[at]))
            return char.IsAsciiLetterOrDigit(text[at]) ? Sort.OfWord : Sort.Between;
        if (!Rune.TryGetRuneAt(text, at, out var rune))
            return Sort.Between;
        length = rune.Utf16SequenceLength;
        switch (Rune.GetUnicodeCategory(rune))
        {
            case UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter:
            case UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter:
            case UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber:
                return WithoutSpaces.Any(range => rune.Value >= range.First && rune.Value <= range.Last) ? Sort.WithoutSpaces : Sort.OfWord;
            // They belong to the letter before them; of an emoji they are nothing.
            case UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format:
                return before;
            default:
                return Sort.Between;
        }
    }

    private static string Fold(string word)
    {
        if (Ascii.IsValid(word))
            return word.ToLowerInvariant();
        var letters = new StringBuilder(word.Length);
        foreach (var letter in word.Normalize(NormalizationForm.FormKD))
        {
            if (IsOfFolded(letter))
                letters.Append(letter);
        }
        return letters.ToString().Normalize(NormalizationForm.FormC).ToLowerInvariant();
    }

    // Not the accents of Latin, Greek and Cyrillic; the marks of other scripts are letters to those who write it. Nor what stands around
    // the number in ⑴, at which the index would split the word.
    private static bool IsOfFolded(char letter) =>
        char.IsAscii(letter)
            ? char.IsAsciiLetterOrDigit(letter)
            : letter is not (>= '\u0300' and <= '\u036F') && char.GetUnicodeCategory(letter) != UnicodeCategory.Format && !char.IsWhiteSpace(letter);
}
