using System.Buffers.Binary;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Keys;

/// <summary>What is in an envelope, as far as the server may know: it counts messages as unread, and nothing else.</summary>
public enum EnvelopeType
{
    /// <summary>A message.</summary>
    Message = 1,

    /// <summary>Something that was done to a message: which, and what, is inside.</summary>
    Change = 2,

    /// <summary>Of the moment, and never stored.</summary>
    Signal = 3,
}

/// <summary>
/// A sealed message as everybody on the way can read it, and nobody can change it: who sends it where, and not what it says. The client has
/// the same layout (<c>keys/envelopeHeader.ts</c>).
/// </summary>
/// <param name="Type">What is in it.</param>
/// <param name="Conversation">Where it belongs.</param>
/// <param name="Sender">Who has sealed it.</param>
/// <param name="Device">On which device.</param>
/// <param name="Id">The id that the device gave it.</param>
/// <param name="Epoch">Which content key of the conversation opens it.</param>
/// <param name="ChainVersion">The state of the sender's chain of devices that the device knew.</param>
/// <param name="Counter">One more with each that this device sends in this conversation.</param>
/// <param name="KeyId">Names the content key, 16 bytes.</param>
/// <param name="Bytes">All of it, as it came.</param>
public sealed record Envelope(
    EnvelopeType Type, ConversationId Conversation, UserId Sender, DeviceId Device, MessageId Id, uint Epoch, uint ChainVersion, ulong Counter,
    ReadOnlyMemory<byte> KeyId, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>The first byte of each.</summary>
    public const byte Version = 1;

    /// <summary>Most bytes that an envelope has.</summary>
    public const int MaxBytes = HeaderBytes + LargestPadded + TagBytes;

    /// <summary>Fewest bytes that an envelope has.</summary>
    public const int SmallestBytes = HeaderBytes + SmallestPadded + TagBytes;

    private const byte Suite = 1;
    private const int HeaderBytes = Limits.EnvelopeHeaderBytes;
    private const int TagBytes = 16;
    private const int IdBytes = 16;
    private const int SmallestPadded = 256;
    private const int LargestPadded = 16_384;

    /// <summary>Reads an envelope; null for anything that is not one of this version, whose length is one of the seven that there are.</summary>
    public static Envelope? Parse(ReadOnlyMemory<byte> bytes)
    {
        var padded = bytes.Length - HeaderBytes - TagBytes;
        if (padded is < SmallestPadded or > LargestPadded || !int.IsPow2(padded) || bytes.Span is not [Version, Suite, var type, 0, ..]
            || !Enum.IsDefined((EnvelopeType)type))
            return null;
        return new Envelope(
            (EnvelopeType)type,
            ConversationId.Of(Hex(bytes, 4)),
            UserId.Of(Hex(bytes, 20)),
            DeviceId.Of(Hex(bytes, 36)),
            MessageId.Of(Hex(bytes, 52)),
            BinaryPrimitives.ReadUInt32BigEndian(bytes.Span[68..]),
            BinaryPrimitives.ReadUInt32BigEndian(bytes.Span[72..]),
            BinaryPrimitives.ReadUInt64BigEndian(bytes.Span[76..]),
            bytes.Slice(84, IdBytes),
            bytes);
    }

    /// <summary>Never prints what is sealed, so that no log can.</summary>
    public override string ToString() => $"{Conversation}/{Id} ({Type}, {Bytes.Length} bytes)";

    private static string Hex(ReadOnlyMemory<byte> bytes, int at) => Convert.ToHexStringLower(bytes.Span.Slice(at, IdBytes));
}
