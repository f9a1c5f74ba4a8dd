using ChatMux.Grains.Interfaces;

namespace ChatMux.Grains.Messages;

/// <summary>The rule for what calls somebody in a text: an <c>@</c> that begins a word, and what may be a handle behind it. Code calls nobody.</summary>
public static class MentionText
{
    /// <summary>The names in the order of first use, each once, without the <c>@</c>; those past <see cref="Limits.Mentions"/> call nobody.</summary>
    public static IReadOnlyList<string> Find(string text)
    {
        var names = new List<string>();
        for (var at = 0; at < text.Length && names.Count < Limits.Mentions;)
        {
            if (text[at] == '`')
            {
                at = PastCode(text, at);
                continue;
            }
            var end = at + 1;
            if (text[at] == '@' && (at == 0 || !IsWord(text[at - 1])))
            {
                while (end < text.Length && IsWord(text[end]))
                    end++;
                var name = text[(at + 1)..end].ToLowerInvariant();
                if (name.Length is >= Limits.HandleMin and <= Limits.HandleMax && name.All(char.IsAscii) && !names.Contains(name))
                    names.Add(name);
            }
            at = end;
        }
        return names;
    }

    // As in Markdown: a run of backticks opens code that the next run of the same length closes; without one it is text.
    private static int PastCode(string text, int open)
    {
        var length = RunLength(text, open);
        for (var at = open + length; at < text.Length;)
        {
            var run = RunLength(text, at);
            if (run == length)
                return at + run;
            at += Math.Max(run, 1);
        }
        return open + length;
    }

    private static int RunLength(string text, int at)
    {
        var end = at;
        while (end < text.Length && text[end] == '`')
            end++;
        return end - at;
    }

    // Of any script: what is joined to a name is no part of it, and what stands before an @ makes it an address.
    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c == '_';
}
