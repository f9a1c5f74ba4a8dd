using System.Buffers.Binary;
using System.Diagnostics;
using System.Security.Cryptography;

namespace ChatMux.Crowd.Sealed;

/// <summary>
/// A message that was sealed before it is measured what sending it costs. What is in it is noise, which the server cannot tell; each copy has
/// an id of its own, and where the noise begins the moment at which it was made.
/// </summary>
internal sealed class Envelope
{
    private const int HeaderLength = 112;
    private const int TagLength = 16;
    private const int IdAt = 52;
    private const int IdLength = 16;
    private const int KeyIdInEpochAt = 69;

    private readonly byte[] _bytes;

    /// <param name="conversation">Of the two.</param>
    /// <param name="sender">One of them.</param>
    /// <param name="device">The sender's.</param>
    /// <param name="epoch">The record of the first epoch.</param>
    /// <param name="padded">How long what is in it was made: a power of two from 256 on.</param>
    public Envelope(string conversation, string sender, string device, byte[] epoch, int padded)
    {
        _bytes = [.. new byte[HeaderLength], .. RandomNumberGenerator.GetBytes(padded + TagLength)];
        (_bytes[0], _bytes[1], _bytes[2]) = (1, 1, 1);
        Convert.FromHexString(conversation).CopyTo(_bytes, 4);
        Convert.FromHexString(sender).CopyTo(_bytes, 20);
        Convert.FromHexString(device).CopyTo(_bytes, 36);
        BinaryPrimitives.WriteUInt32BigEndian(_bytes.AsSpan(68), 1);
        BinaryPrimitives.WriteUInt32BigEndian(_bytes.AsSpan(72), 1);
        epoch.AsSpan(KeyIdInEpochAt, IdLength).CopyTo(_bytes.AsSpan(84));
    }

    /// <summary>How many bytes it has.</summary>
    public int Length => _bytes.Length;

    /// <summary>Writes a copy of this moment, whose id begins with the time as those of the real client do. Returns the moment.</summary>
    public long WriteTo(Span<byte> room)
    {
        _bytes.CopyTo(room);
        var moment = Stopwatch.GetTimestamp();
        BinaryPrimitives.WriteInt64BigEndian(room[IdAt..], DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() << 16 | (long)Random.Shared.Next(1 << 16));
        BinaryPrimitives.WriteInt64BigEndian(room[(IdAt + 8)..], Random.Shared.NextInt64());
        BinaryPrimitives.WriteInt64BigEndian(room[HeaderLength..], moment);
        return moment;
    }

    /// <summary>The moment at which this copy was made.</summary>
    public static long MomentOf(ReadOnlySpan<byte> copy) => BinaryPrimitives.ReadInt64BigEndian(copy[HeaderLength..]);

    /// <summary>The id of this copy.</summary>
    public static string IdOf(ReadOnlySpan<byte> copy) => Convert.ToHexStringLower(copy.Slice(IdAt, IdLength));
}
