using System.Buffers.Binary;
using System.Security.Cryptography;

namespace ChatMux.Grains.Tests.Keys;

/// <summary>Parts of a vault that look sealed.</summary>
internal static class TestVault
{
    /// <summary>As many people as are wanted, in noise.</summary>
    public static byte[] Part(byte part, uint keyVersion, uint revision, int people = 2) =>
        [.. "ChatMux/v1/vault\0"u8, part, .. BigEndian(keyVersion), .. BigEndian(revision), .. RandomNumberGenerator.GetBytes(12 + 16 + 85 * people)];

    private static byte[] BigEndian(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }
}
