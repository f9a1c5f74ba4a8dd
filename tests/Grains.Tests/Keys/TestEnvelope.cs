using System.Buffers.Binary;
using System.Security.Cryptography;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Keys;

namespace ChatMux.Grains.Tests.Keys;

/// <summary>An envelope as a browser writes it, in a layout of its own. What is sealed in it is noise: the server cannot tell.</summary>
internal sealed record TestEnvelope(ConversationId Conversation, UserId Sender, DeviceId Device, uint Epoch, byte[] KeyId)
{
    public EnvelopeType Type { get; init; } = EnvelopeType.Message;

    public MessageId Id { get; init; } = HexId.New<MessageId>();

    public uint ChainVersion { get; init; } = 1;

    /// <summary>How long what is in it was made.</summary>
    public int Padded { get; init; } = 256;

    public byte[] Seal()
    {
        var header = new byte[112];
        (header[0], header[1], header[2]) = (1, 1, (byte)Type);
        foreach (var (at, id) in new[] { (4, Conversation.Value), (20, Sender.Value), (36, Device.Value), (52, Id.Value) })
            Convert.FromHexString(id).CopyTo(header, at);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(68), Epoch);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(72), ChainVersion);
        KeyId.CopyTo(header, 84);
        return [.. header, .. RandomNumberGenerator.GetBytes(Padded + 16)];
    }
}
