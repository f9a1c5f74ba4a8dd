using System.Text.Json;
using ChatMux.Grains.Keys;

namespace ChatMux.Grains.Messages;

/// <summary>The words that a message is found by. The log asks here, as it does not know what a message says.</summary>
public static class MessageWords
{
    /// <summary>The words in their order; none when the text is gone.</summary>
    public static IReadOnlyList<string> Of(ReadOnlySpan<byte> body, ReadOnlySpan<byte> state) =>
        Text(body, state) is { } text ? WordScanner.Scan(text).ConvertAll(word => word.Folded) : [];

    private static string? Text(ReadOnlySpan<byte> body, ReadOnlySpan<byte> state)
    {
        if (body.IsEmpty)
            return null;
        try
        {
            if (!state.IsEmpty && JsonSerializer.Deserialize<MessageState>(state)?.Text is { } edited)
                return edited;
            // What is sealed can be found by nobody.
            return body[0] == Envelope.Version ? null : JsonSerializer.Deserialize<MessageBody>(body)?.Text;
        }
        catch (JsonException)
        {
            // One that cannot be read cannot be found; it must not keep others from being stored.
            return null;
        }
    }
}
