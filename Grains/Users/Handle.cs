using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using ChatMux.Grains.Interfaces;

namespace ChatMux.Grains.Users;

/// <summary>The rule for handles.</summary>
public static partial class Handle
{
    private static readonly HashSet<string> Reserved = [.. new[]
    {
        "admin", "administrator", "all", "bot", "channel", "chatmux", "everyone", "guest", "help", "here", "mod", "moderator",
        "null", "official", "operator", "owner", "room", "root", "server", "staff", "support", "system", "undefined",
    }.Select(Skeleton)];

    /// <summary>Whether the text is a handle as it is: a letter, then letters, digits and underscores, and no reserved word.</summary>
    public static bool IsValid(string? text) =>
        text is { Length: >= Limits.HandleMin and <= Limits.HandleMax } && Form().IsMatch(text) && !Reserved.Contains(Skeleton(text));

    /// <summary>
    /// The handle with letters that look alike made one, after the idea of Unicode's confusables (UTS 39, section 4), for
    /// the few characters that a handle may have.
    /// </summary>
    public static string Skeleton(string handle)
    {
        var folded = new StringBuilder(handle.Length);
        foreach (var letter in handle.Where(c => c != '_'))
            folded.Append(letter switch { '0' => 'o', '1' or 'i' => 'l', '2' => 'z', '5' => 's', '8' => 'b', '9' => 'g', _ => letter });
        return folded.Replace("rn", "m").Replace("vv", "w").ToString();
    }

    /// <summary>Handles to try for somebody who is called this, the nearest first; the last ones are drawn, so that one is free.</summary>
    public static IEnumerable<string> Near(string wanted)
    {
        var stem = Stem(wanted);
        var numbered = stem[..Math.Min(stem.Length, Limits.HandleMax - 5)];
        return new[] { stem, $"{numbered}_2", $"{numbered}_3", $"{numbered}_4" }
            .Concat(Enumerable.Range(0, 20).Select(_ => $"{numbered}_{RandomNumberGenerator.GetInt32(1_000, 10_000)}"))
            .Where(IsValid);
    }

    private static string Stem(string wanted)
    {
        var letters = new StringBuilder();
        foreach (var c in wanted.Normalize(NormalizationForm.FormKD).ToLowerInvariant())
        {
            if (char.IsAsciiLetterLower(c) || (letters.Length > 0 && (char.IsAsciiDigit(c) || c == '_')))
                letters.Append(c);
            else if (letters.Length > 0 && letters[^1] != '_' && CharUnicodeInfo.GetUnicodeCategory(c) is not UnicodeCategory.NonSpacingMark)
                letters.Append('_');
        }
        var stem = letters.ToString().Trim('_');
        stem = stem[..Math.Min(stem.Length, Limits.HandleMax)].TrimEnd('_');
        return IsValid(stem) ? stem : $"user{stem}"[..Math.Min(4 + stem.Length, Limits.HandleMax)];
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9_]*\z")]
    private static partial Regex Form();
}
