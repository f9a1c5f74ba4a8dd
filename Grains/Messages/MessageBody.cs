using System.Text.Json;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Messages;

/// <summary>
/// What the log keeps of a message that the server can read. The author's name is kept as it was, so that history stays
/// readable when a guest is gone. Stored as JSON: never rename a member. An erased message has no body at all.
/// </summary>
internal sealed record MessageBody(string Name, string Colour, bool Guest, string Text)
{
    public static byte[] Encode(Profile author, string text) =>
        JsonSerializer.SerializeToUtf8Bytes(new MessageBody(author.Name, author.Colour, author.Guest, text));

    public static MessageBody Decode(LogEntry entry) => JsonSerializer.Deserialize<MessageBody>(entry.Body.Span)!;

    public static ChatMessage ToMessage(ConversationId conversation, LogEntry entry)
    {
        if (entry.Body.IsEmpty)
            return new ChatMessage(conversation, entry.Sequence, entry.Id, new Profile(entry.Author, "", "", Guest: false), entry.SentAtMs, "", Erased: true);
        var body = Decode(entry);
        var author = new Profile(entry.Author, body.Name, body.Colour, body.Guest);
        return new ChatMessage(conversation, entry.Sequence, entry.Id, author, entry.SentAtMs, body.Text);
    }
}
