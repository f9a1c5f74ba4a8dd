using System.Globalization;
using System.Text;

namespace ChatMux.Grains.Users;

/// <summary>Which characters there is something to see of.</summary>
internal static class VisibleRunes
{
    /// <summary>Whether the character shows something by itself: no space, no mark that needs another, nothing invisible.</summary>
    public static bool IsVisible(Rune rune) => !IsInvisible(rune)
        && (Rune.IsLetterOrDigit(rune) || Rune.IsSymbol(rune) || Rune.IsPunctuation(rune)
            || Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherNumber or UnicodeCategory.LetterNumber);

    /// <summary>
    /// Whether nothing is to be seen of a character that is a letter, a mark or a symbol by its category: the fillers of Hangul, the empty
    /// braille cell, and of the code points that Unicode lets renderers ignore (Default_Ignorable_Code_Point) those that are not formats.
    /// </summary>
    public static bool IsInvisible(Rune rune) => rune.Value
        is 0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0x2800
        or 0x034F or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF);
}
