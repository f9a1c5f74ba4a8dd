using System.Globalization;
using System.Text;

namespace ChatMux.Grains.Users;

/// <summary>Which characters there is something to see of.</summary>
internal static class VisibleRunes
{
    /// <summary>Whether the character shows something by itself: no space, no mark that needs another, nothing invisible.</summary>
    // U+115F, U+1160, U+3164 and U+FFA0 are letters by category that show nothing; U+2800 is an empty braille cell.
    public static bool IsVisible(Rune rune) => rune.Value is not (0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0x2800)
        && (Rune.IsLetterOrDigit(rune) || Rune.IsSymbol(rune) || Rune.IsPunctuation(rune)
            || Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherNumber or UnicodeCategory.LetterNumber);
}
