using System.Globalization;
using System.Text;

namespace ChatMux.Grains.Users;

/// <summary>The rule for short texts that stand in a list: what people say of themselves, what a room is about.</summary>
public static class OneLine
{
    /// <summary>
    /// Cuts outer white space and makes nothing of a text without anything to see. Refuses more than <paramref name="most"/> UTF-16 code
    /// units, and line breaks and control characters, which would break a list.
    /// </summary>
    public static bool TryNormalize(string? text, int most, out string? line)
    {
        line = null;
        if (text is null || text.Length > 4 * most)
            return false;
        var trimmed = text.Trim();
        if (trimmed.Length > most || trimmed.EnumerateRunes().Any(IsForbidden))
            return false;
        line = trimmed.EnumerateRunes().Any(VisibleRunes.IsVisible) ? trimmed : null;
        return true;
    }

    // The replacement character stands for half a surrogate pair; overrides of direction would turn what stands beside it.
    private static bool IsForbidden(Rune rune) => rune.Value is 0xFFFD or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
