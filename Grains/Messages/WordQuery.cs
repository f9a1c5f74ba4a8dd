using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Messages;

/// <summary>What messages are searched for: all of some words, of one author or of anybody. What is not a word means nothing.</summary>
/// <param name="Words">The words; none for any.</param>
/// <param name="Author">Who wrote them; null for anybody.</param>
public sealed record WordQuery(IReadOnlyList<WordQuery.Word> Words, UserId? Author)
{
    /// <summary>One word.</summary>
    /// <param name="Text">As <see cref="MessageWords"/> has it.</param>
    /// <param name="Begins">Whether words that begin so are meant as well.</param>
    public sealed record Word(string Text, bool Begins);

    /// <summary>Whether anything is searched for.</summary>
    public bool IsEmpty => Words.Count == 0 && Author is null;

    /// <summary>Reads what a person typed. The last word may not be typed to its end, unless it is a single letter.</summary>
    public static WordQuery Parse(string text, UserId? author)
    {
        var scanned = WordScanner.Scan(text);
        var words = new List<Word>();
        for (var i = 0; i < scanned.Count; i++)
        {
            // The pair before it has it already.
            if (scanned[i].Kind == WordKind.Last && i > 0 && scanned[i - 1].Kind == WordKind.Pair)
                continue;
            var begins = scanned[i].Kind == WordKind.Last || (scanned[i] is { Kind: WordKind.Whole, Folded.Length: > 1 } && i == scanned.Count - 1);
            words.Add(new Word(scanned[i].Folded, begins));
        }
        return new WordQuery([.. words.Distinct()], author);
    }

    /// <summary>Whether a message is one. What is gone is none.</summary>
    public bool Matches(LogEntry message)
    {
        if (IsEmpty || message.Body.IsEmpty || (Author is { } author && author != message.Author))
            return false;
        var words = MessageWords.Of(message.Body.Span, message.State.Span);
        return Words.All(word => Matches(word, words));
    }

    /// <summary>Whether a word of a message is one of those that are searched for.</summary>
    internal bool Names(string word) => Words.Any(wanted => wanted.Text == word || (wanted.Begins && word.StartsWith(wanted.Text, StringComparison.Ordinal)));

    private static bool Matches(Word wanted, IReadOnlyList<string> words) =>
        words.Contains(wanted.Text) || (wanted.Begins && words.Any(word => word.StartsWith(wanted.Text, StringComparison.Ordinal)));
}
