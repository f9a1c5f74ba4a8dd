using System.Security.Cryptography;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Cluster.Tests.Failover;

/// <summary>A message as a page shows it and the log holds it, of a room or of two friends.</summary>
/// <param name="Sequence">Its number.</param>
/// <param name="Id">The id that its author gave it.</param>
/// <param name="Author">Who has written it.</param>
/// <param name="Text">What it says; of what is sealed, what it says of its bytes.</param>
/// <param name="SentAtMs">When the server took it.</param>
internal sealed record Entry(long Sequence, MessageId Id, UserId Author, string Text, long SentAtMs)
{
    // Where an envelope has the message's id (decision 0019).
    private static readonly Range IdInEnvelope = 52..68;

    public static Entry Of(ChatMessage message) => new(message.Sequence, message.Id, message.Author.Id, message.Text, message.SentAtMs);

    public static Entry Of(SealedEntry entry) => new(
        entry.Sequence, MessageId.Of(Convert.ToHexStringLower(entry.Envelope.AsSpan()[IdInEnvelope])), entry.Author, TextOf(entry.Envelope), entry.SentAtMs);

    /// <summary>Another text for whatever differs in one byte.</summary>
    public static string TextOf(byte[] envelope) => Convert.ToHexStringLower(SHA256.HashData(envelope));
}
