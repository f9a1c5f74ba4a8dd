using System.Text.Json;

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
            return (state.IsEmpty ? null : JsonSerializer.Deserialize<MessageState>(state)?.Text) ?? JsonSerializer.Deserialize<MessageBody>(body)?.Text;
        }
        catch (JsonException)
        {
            // One that cannot be read cannot be found; it must not keep others from being stored.
            return null;
        }
    }
}
