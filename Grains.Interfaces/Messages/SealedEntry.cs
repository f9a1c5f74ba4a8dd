using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Interfaces.Messages;

/// <summary>One entry of a conversation of two, as the server knows it.</summary>
/// <param name="Sequence">Its number.</param>
/// <param name="Author">Who has sent it.</param>
/// <param name="Device">On which device.</param>
/// <param name="SentAtMs">When the server took it, in milliseconds since 1970 UTC.</param>
/// <param name="Envelope">The envelope, byte by byte as it came; empty when it was erased with its author's account.</param>
[GenerateSerializer, Immutable, Alias("SealedEntry")]
public sealed record SealedEntry(
    [property: Id(0)] long Sequence,
    [property: Id(1)] UserId Author,
    [property: Id(2)] DeviceId Device,
    [property: Id(3)] long SentAtMs,
    [property: Id(4)] byte[] Envelope)
{
    /// <summary>Never prints what is sealed, so that no log can.</summary>
    public override string ToString() => $"{Sequence} ({Envelope.Length} bytes)";
}

/// <summary>Entries in ascending order.</summary>
/// <param name="Entries">The entries, without gaps unless changes alone were asked for.</param>
/// <param name="Head">The number of the last entry at that moment.</param>
/// <param name="HasMore">Whether there are entries before the first one here; of changes alone, whether there are more after the last one here.</param>
[GenerateSerializer, Immutable, Alias("SealedPage")]
public sealed record SealedPage(
    [property: Id(0)] IReadOnlyList<SealedEntry> Entries, [property: Id(1)] long Head, [property: Id(2)] bool HasMore);

/// <summary>Records of epochs, ascending.</summary>
/// <param name="Records">The records, byte by byte as they came.</param>
[GenerateSerializer, Immutable, Alias("EpochPage")]
public sealed record EpochPage([property: Id(0)] IReadOnlyList<byte[]> Records);

/// <summary>Entries of a conversation of two are on disk. Comes to all tabs of both that are here; consecutive ones may come as one. Whoever was away finds by the number what they lack.</summary>
/// <param name="With">The other of the two, for whoever gets it.</param>
/// <param name="Conversation">Which conversation.</param>
/// <param name="Entries">The entries, ascending and without gaps.</param>
[GenerateSerializer, Immutable, Alias("SealedPosted")]
public sealed record SealedPosted(
    [property: Id(0)] UserId With, [property: Id(1)] ConversationId Conversation, [property: Id(2)] IReadOnlyList<SealedEntry> Entries) : ServerEvent
{
    /// <inheritdoc/>
    public override int EstimatedBytes => 256 + Entries.Sum(entry => 256 + entry.Envelope.Length);
}

/// <summary>A signal of the other of the two, of the moment. Travels in the mailbox; whoever was away takes no notice of an old one.</summary>
/// <param name="With">Who has sent it.</param>
/// <param name="Conversation">In which conversation.</param>
/// <param name="Envelope">The envelope.</param>
[GenerateSerializer, Immutable, Alias("SealedSignal")]
public sealed record SealedSignal(
    [property: Id(0)] UserId With, [property: Id(1)] ConversationId Conversation, [property: Id(2)] byte[] Envelope) : ServerEvent
{
    /// <inheritdoc/>
    public override int EstimatedBytes => 256 + Envelope.Length;
}

/// <summary>Everything that one of the two has written in their conversation was erased. Travels in the mailbox.</summary>
[GenerateSerializer, Immutable, Alias("DirectErased")]
public sealed record DirectErased(
    [property: Id(0)] UserId With, [property: Id(1)] ConversationId Conversation, [property: Id(2)] UserId Author) : ServerEvent;
