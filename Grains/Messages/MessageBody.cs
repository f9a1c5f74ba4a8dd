using System.Text.Json;
using System.Text.Json.Serialization;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Messages;

/// <summary>
/// What the log keeps of a message that the server can read. The author's name is kept as it was, so that history stays
/// readable when a guest is gone. Stored as JSON: never rename a member. A message that was erased or deleted has no body at all.
/// </summary>
internal sealed record MessageBody(string Name, string Colour, bool Guest, string Text)
{
    private const int QuoteLength = 140;

    /// <summary>The author's handle as it was; null for a guest.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Handle { get; init; }

    /// <summary>The number of the message that it replies to.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? ReplyTo { get; init; }

    /// <summary>Who is called by it; null for nobody.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Mention>? Mentions { get; init; }

    public static byte[] Encode(Profile author, Utterance said, IReadOnlyList<Mention>? mentions) =>
        JsonSerializer.SerializeToUtf8Bytes(new MessageBody(author.Name, author.Colour, author.Guest, said.Text)
        {
            Handle = author.Handle,
            ReplyTo = said.ReplyTo,
            Mentions = mentions,
        });

    public static MessageBody Decode(LogEntry entry) => JsonSerializer.Deserialize<MessageBody>(entry.Body.Span)!;

    /// <summary>Who was called by what was written there; null for nobody.</summary>
    public static IReadOnlyList<Mention>? CalledIn(LogEntry entry) =>
        entry is { Kind: LogEntryKind.Message, Body.IsEmpty: false } ? Decode(entry).Mentions : null;

    /// <summary>The message with its changes, as readers see it.</summary>
    public static ChatMessage ToMessage(ConversationId conversation, LogEntry entry, IReadOnlyDictionary<long, Quote> quotes)
    {
        if (entry.Kind == LogEntryKind.Act)
            return ActBody.ToMessage(conversation, entry);
        var state = MessageState.Decode(entry.State);
        var body = entry.Body.IsEmpty ? state.Deleted : Decode(entry);
        if (body is null)
            return new ChatMessage(conversation, entry.Sequence, entry.Id, new Profile(entry.Author, "", "", Guest: false), entry.SentAtMs, "", Erased: true);
        return new ChatMessage(conversation, entry.Sequence, entry.Id, body.Author(entry), entry.SentAtMs, state.Text ?? body.Text)
        {
            Version = state.Version,
            EditedAtMs = state.EditedAtMs,
            Deleted = state.Deleted is not null,
            DeletedByModerator = state.ByModerator,
            Reactions = state.ForReaders(),
            ReplyTo = body.ReplyTo is { } target ? quotes.GetValueOrDefault(target) : null,
            Mentions = state.Mentions ?? body.Mentions ?? [],
        };
    }

    /// <summary>The beginning of a message, for one that replies to it.</summary>
    public static Quote ToQuote(LogEntry entry) => ToQuote(entry, MessageState.Decode(entry.State));

    /// <summary>The same for one that has been changed since it was read.</summary>
    public static Quote ToQuote(LogEntry entry, MessageState state)
    {
        var body = state.Deleted ?? (entry.Body.IsEmpty ? null : Decode(entry));
        if (body is null)
            return new Quote(entry.Sequence, new Profile(entry.Author, "", "", Guest: false), "");
        var text = state.Text ?? body.Text;
        return new Quote(entry.Sequence, body.Author(entry), text.Length <= QuoteLength ? text : Shortened(text));
    }

    private Profile Author(LogEntry entry) => new(entry.Author, Name, Colour, Guest, Handle);

    // Never between the two halves of a character.
    private static string Shortened(string text) =>
        string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[QuoteLength - 1]) ? QuoteLength - 1 : QuoteLength), "…");
}
