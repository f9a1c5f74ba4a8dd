using ChatMux.Grains.Interfaces;

namespace ChatMux.Grains.Messages;

/// <summary>
/// The rule for what calls somebody in a text: an <c>@</c> that begins a word, and what may be a handle behind it. Code calls nobody, as
/// Markdown knows it (CommonMark 0.31, sections 4.4, 4.5 and 6.1), nor does an address that has such a name in it.
/// </summary>
public static class MentionText
{
    private const int CodeIndent = 4;

    /// <summary>The names in the order of first use, each once, without the <c>@</c>; those past <see cref="Limits.Mentions"/> call nobody.</summary>
    public static IReadOnlyList<string> Find(string text)
    {
        var names = new List<string>();
        foreach (var paragraph in Paragraphs(text))
            Find(paragraph, names);
        return names;
    }

    private static void Find(string text, List<string> names)
    {
        for (var at = 0; at < text.Length && names.Count < Limits.Mentions;)
        {
            if (text[at] == '\\')
            {
                at += 2;
                continue;
            }
            if (text[at] == '`')
            {
                at = PastCode(text, at);
                continue;
            }
            var end = at + 1;
            if (text[at] == '@' && (at == 0 || !(IsWord(text[at - 1]) || text[at - 1] == '/')))
            {
                while (end < text.Length && IsWord(text[end]))
                    end++;
                var name = text[(at + 1)..end].ToLowerInvariant();
                if (name.Length is >= Limits.HandleMin and <= Limits.HandleMax && name.All(char.IsAscii) && !names.Contains(name))
                    names.Add(name);
            }
            at = end;
        }
    }

    /// <summary>The text without blocks of code, in pieces that no inline code reaches over.</summary>
    private static IEnumerable<string> Paragraphs(string text)
    {
        var paragraph = new List<string>();
        var (fence, inList) = ("", false);
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            var (indent, rest) = (line.Length - line.TrimStart().Length, line.Trim());
            if (fence.Length > 0)
            {
                if (indent < CodeIndent && rest.Length >= fence.Length && rest.All(c => c == fence[0]))
                    fence = "";
                continue;
            }
            var opens = indent < CodeIndent ? FenceOf(rest) : "";
            // Indented text goes on with the paragraph before it, or belongs to an item of a list; by itself it is code.
            var isCode = indent >= CodeIndent && paragraph.Count == 0 && !inList;
            if (opens.Length > 0 || rest.Length == 0 || isCode)
            {
                yield return string.Join('\n', paragraph);
                paragraph.Clear();
                fence = opens;
                continue;
            }
            inList = IsItem(rest) || (inList && indent > 0);
            paragraph.Add(line);
        }
        yield return string.Join('\n', paragraph);
    }

    // Three or more of ` or ~; what stands behind backticks has none of them, or it would be inline code.
    private static string FenceOf(string line)
    {
        if (line.Length < 3 || line[0] is not ('`' or '~'))
            return "";
        var length = RunLength(line, 0);
        return length >= 3 && (line[0] == '~' || !line[length..].Contains('`')) ? line[..length] : "";
    }

    private static bool IsItem(string line) =>
        line.Length > 1 && (line[0] is '-' or '*' or '+' ? line[1] == ' ' : char.IsAsciiDigit(line[0]) && line.TrimStart([.. "0123456789"]).StartsWith(". ", StringComparison.Ordinal));

    // A run of backticks opens code that the next run of the same length closes; without one it is text.
    private static int PastCode(string text, int open)
    {
        var length = RunLength(text, open);
        for (var at = open + length; at < text.Length;)
        {
            var run = text[at] == '`' ? RunLength(text, at) : 0;
            if (run == length)
                return at + run;
            at += Math.Max(run, 1);
        }
        return open + length;
    }

    private static int RunLength(string text, int at)
    {
        var end = at;
        while (end < text.Length && text[end] == text[at])
            end++;
        return end - at;
    }

    // Of any script: what is joined to a name is no part of it, and what stands before an @ makes it an address.
    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c == '_';
}
