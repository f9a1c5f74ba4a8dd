using System.Security.Cryptography;

namespace ChatMux.Crowd.Sealed;

/// <summary>Two people with a device each, and what they need to write to each other.</summary>
internal sealed class SealedPair
{
    private readonly Dictionary<string, (KeyDevice Device, byte[] Genesis)> _keys;

    /// <summary>Draws the devices. The first one of the two begins the first epoch.</summary>
    public SealedPair(string one, string other)
    {
        _keys = new[] { one, other }.ToDictionary(user => user, user =>
        {
            var device = new KeyDevice();
            return (device, device.SignGenesis(user));
        });
        Conversation = ConversationOf(one, other);
        Epoch = DeviceOf(one).SignFirstEpoch(Conversation, one, (one, GenesisOf(one)), (other, GenesisOf(other)));
    }

    /// <summary>The id of their conversation.</summary>
    public string Conversation { get; }

    /// <summary>The record of its first epoch, by the first of the two.</summary>
    public byte[] Epoch { get; }

    public KeyDevice DeviceOf(string user) => _keys[user].Device;

    public byte[] GenesisOf(string user) => _keys[user].Genesis;

    /// <summary>Something that one of them has to say.</summary>
    public Envelope EnvelopeOf(string sender, int padded) => new(Conversation, sender, DeviceOf(sender).Id, Epoch, padded);

    /// <summary>The id of the conversation of two people, as their browsers compute it.</summary>
    public static string ConversationOf(string one, string other)
    {
        var (first, second) = string.CompareOrdinal(one, other) < 0 ? (one, other) : (other, one);
        byte[] both = [.. "ChatMux/v1/dm\0"u8, .. Convert.FromHexString(first), .. Convert.FromHexString(second)];
        var id = SHA256.HashData(both).AsSpan(0, 16);
        // No room has such an id.
        id[0] |= 0x80;
        return Convert.ToHexStringLower(id);
    }
}
