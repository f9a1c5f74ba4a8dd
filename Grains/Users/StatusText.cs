using System.Globalization;
using System.Text;
using ChatMux.Grains.Interfaces;

namespace ChatMux.Grains.Users;

/// <summary>The rule for what people say of themselves.</summary>
public static class StatusText
{
    /// <summary>
    /// Cuts outer white space and makes nothing of an empty text. Refuses more than <see cref="Limits.StatusLength"/> UTF-16
    /// code units, and line breaks and control characters, which would break a list.
    /// </summary>
    public static bool TryNormalize(string? text, out string? status)
    {
        status = null;
        if (text is null || text.Length > 4 * Limits.StatusLength)
            return false;
        var trimmed = text.Trim();
        if (trimmed.Length > Limits.StatusLength || trimmed.EnumerateRunes().Any(IsForbidden))
            return false;
        status = trimmed.Length == 0 || !trimmed.EnumerateRunes().Any(VisibleRunes.IsVisible) ? null : trimmed;
        return true;
    }

    // The replacement character stands for half a surrogate pair; overrides of direction would turn what stands beside it.
    private static bool IsForbidden(Rune rune) => rune.Value is 0xFFFD or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
