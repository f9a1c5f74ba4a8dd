using ChatMux.Grains.Interfaces.Messages;

namespace ChatMux.Grains.Messages;

/// <summary>What is shown of a message that was found: enough to know it again, whatever its length.</summary>
internal static class SearchExcerpt
{
    private const int Longest = 240;
    private const int Before = 60;

    public static SearchHit ToHit(ChatMessage message, WordQuery query)
    {
        var (excerpt, marks) = Of(message.Text, query);
        return new SearchHit(message.Sequence, message.Author, message.SentAtMs, excerpt, marks);
    }

    /// <summary>The text around its first word that was searched for, and where such words are in it.</summary>
    public static (string Excerpt, IReadOnlyList<TextMark> Marks) Of(string text, WordQuery query)
    {
        var words = WordScanner.Scan(text);
        var found = words.FindAll(word => query.Names(word.Folded));
        var (start, end) = Around(text, words, found is [var first, ..] ? first.Start : 0);
        var lead = start > 0 ? "…" : "";
        var excerpt = string.Concat(lead, Line(text[start..end]), end < text.Length ? "…" : "");
        var inside = found.Where(word => word.Start >= start && word.Start + word.Length <= end);
        return (excerpt, Joined(inside.Select(word => new TextMark(word.Start - start + lead.Length, word.Length))));
    }

    private static (int Start, int End) Around(string text, List<ScannedWord> words, int first)
    {
        // It begins with a word, if there is one near.
        var start = first <= Before ? 0 : words.Find(word => word.Start >= first - Before).Start;
        var end = Math.Min(text.Length, start + Longest);
        // Never between the two halves of a character.
        if (end < text.Length && char.IsHighSurrogate(text[end - 1]))
            end--;
        return (start, end);
    }

    // As long as it was, so that the marks fit.
    private static string Line(string text) => string.Create(text.Length, text, (line, from) =>
    {
        for (var i = 0; i < line.Length; i++)
            line[i] = char.IsControl(from[i]) || from[i] is '\u2028' or '\u2029' ? ' ' : from[i];
    });

    // Two pairs of a script without spaces share a character.
    private static List<TextMark> Joined(IEnumerable<TextMark> marks)
    {
        var joined = new List<TextMark>();
        foreach (var mark in marks)
        {
            if (joined is [.., var last] && mark.Start <= last.Start + last.Length)
                joined[^1] = last with { Length = mark.Start + mark.Length - last.Start };
            else
                joined.Add(mark);
        }
        return joined;
    }
}
