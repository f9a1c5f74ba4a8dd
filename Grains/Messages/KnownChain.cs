using System.Security.Cryptography;
using ChatMux.Grains.Interfaces.Keys;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Keys;

namespace ChatMux.Grains.Messages;

/// <summary>
/// The newest state of an identity's chain, as it was a moment ago: whoever writes much asks little. The chain says when it has changed; that what
/// was read counts for no longer than that moment bounds what a word that got lost can do. What speaks against somebody is asked anew each time.
/// </summary>
/// <param name="read">Asks for the chain.</param>
/// <param name="time">The clock.</param>
internal sealed class KnownChain(Func<Task<DeviceChain>> read, TimeProvider time)
{
    /// <summary>How long what was read counts.</summary>
    public static readonly TimeSpan Counts = TimeSpan.FromSeconds(5);

    private State? _known;
    private long _askedAt;

    /// <summary>Another one with each change: what was asked under one says nothing under the next.</summary>
    public long Generation { get; private set; }

    /// <summary>What is known counts no more.</summary>
    public void Forget()
    {
        Generation++;
        _known = null;
    }

    /// <summary>Whether this is one of the identity's devices, by a state that is not older than this version.</summary>
    public async Task<bool> Lists(DeviceId device, uint version = 0) =>
        (Known is { } known && known.Newest.Version >= version && known.Lists(device)) || (await Read())?.Lists(device) == true;

    /// <summary>Whether this member of an epoch is the identity that it is now, with the key that it has now.</summary>
    public async Task<bool> HasKeyOf(EpochMember member) => Known?.HasKeyOf(member) == true || (await Read())?.HasKeyOf(member) == true;

    private State? Known => time.GetElapsedTime(_askedAt) < Counts ? _known : null;

    private async Task<State?> Read()
    {
        while (true)
        {
            var (generation, askedAt) = (Generation, time.GetTimestamp());
            var entries = (await read()).Entries;
            // It may have changed while the answer was on its way.
            if (generation != Generation)
                continue;
            // Of two answers on their way the older one may come last.
            if (askedAt >= _askedAt)
                (_known, _askedAt) = (State.Of(entries), askedAt);
            return _known;
        }
    }

    private sealed record State(ChainEntry Newest, IReadOnlyList<byte[]> Entries)
    {
        public static State? Of(IReadOnlyList<byte[]> entries) =>
            entries is [.., var last] && ChainEntry.Parse(last) is { } newest ? new State(newest, entries) : null;

        public bool Lists(DeviceId device) => Newest.Devices.Any(each => each.Id == device);

        public bool HasKeyOf(EpochMember member) => member.EncryptionKeyVersion == Newest.EncryptionKeyVersion && Has(member.ChainVersion, member.ChainHash.Span);

        private bool Has(uint version, ReadOnlySpan<byte> hash) =>
            version > 0 && version <= Entries.Count
            && SHA256.HashData(Entries[(int)version - 1].AsSpan()[..^P256.SignatureBytes]).AsSpan().SequenceEqual(hash);
    }
}
