using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Interfaces.Messages;

/// <summary>What to look for in a conversation: messages that have all of the words, the last of which may be the beginning of one.</summary>
/// <param name="Text">The words, up to <see cref="Limits.SearchLength"/> characters. Case, accents and what is not a word mean nothing.</param>
/// <param name="Author">Whose messages; null for everybody's.</param>
/// <param name="Before">Only messages with a smaller number; null for the newest.</param>
[GenerateSerializer, Immutable, Alias("SearchRequest")]
public sealed record SearchRequest([property: Id(0)] string Text, [property: Id(1)] UserId? Author = null, [property: Id(2)] long? Before = null)
{
    /// <summary>Never prints the text, so that no log can.</summary>
    public override string ToString() => $"search ({Text?.Length} characters)";
}

/// <summary>Messages that were found, newest first.</summary>
/// <param name="Hits">The messages, <see cref="Limits.SearchPage"/> at most.</param>
/// <param name="Before">
/// The number to search on below, null at the end. One search looks at so many messages at most, so there may be more even when nothing was found.
/// </param>
[GenerateSerializer, Immutable, Alias("SearchPage")]
public sealed record SearchPage([property: Id(0)] IReadOnlyList<SearchHit> Hits, [property: Id(1)] long? Before);

/// <summary>A message that was found.</summary>
/// <param name="Sequence">Its number.</param>
/// <param name="Author">Who wrote it, as they were when they wrote it.</param>
/// <param name="SentAtMs">When the server took it, in milliseconds since 1970 UTC.</param>
/// <param name="Excerpt">What it says around the first word that was found, in one line.</param>
/// <param name="Marks">Where in the excerpt the words are.</param>
[GenerateSerializer, Immutable, Alias("SearchHit")]
public sealed record SearchHit(
    [property: Id(0)] long Sequence,
    [property: Id(1)] Profile Author,
    [property: Id(2)] long SentAtMs,
    [property: Id(3)] string Excerpt,
    [property: Id(4)] IReadOnlyList<TextMark> Marks)
{
    /// <summary>Never prints the text, so that no log can.</summary>
    public override string ToString() => $"{Sequence} ({Excerpt.Length} characters)";
}

/// <summary>A part of a text, in UTF-16 code units.</summary>
[GenerateSerializer, Immutable, Alias("TextMark")]
public sealed record TextMark([property: Id(0)] int Start, [property: Id(1)] int Length);
