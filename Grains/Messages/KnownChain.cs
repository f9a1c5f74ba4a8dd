using ChatMux.Grains.Interfaces.Keys;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Keys;

namespace ChatMux.Grains.Messages;

/// <summary>
/// The newest state of an identity's chain, as it was a moment ago: whoever writes much asks little. A device that was removed is one for as long
/// as that; one that was added is one at once.
/// </summary>
/// <param name="read">Asks for the chain.</param>
/// <param name="time">The clock.</param>
internal sealed class KnownChain(Func<Task<DeviceChain>> read, TimeProvider time)
{
    /// <summary>How long what was read counts.</summary>
    public static readonly TimeSpan Counts = TimeSpan.FromSeconds(5);

    private ChainEntry? _newest;
    private long _askedAt;

    /// <summary>Whether this is one of the identity's devices, by a state that is not older than this version.</summary>
    public async Task<bool> Lists(DeviceId device, uint version = 0)
    {
        if (_newest is { } known && known.Version >= version && time.GetElapsedTime(_askedAt) < Counts && Lists(known, device))
            return true;
        var askedAt = time.GetTimestamp();
        var newest = (await read()).Entries is [.., var last] ? ChainEntry.Parse(last) : null;
        // Of two answers on their way the older one may come last.
        if (askedAt >= _askedAt)
            (_newest, _askedAt) = (newest, askedAt);
        return newest is not null && Lists(newest, device);
    }

    private static bool Lists(ChainEntry state, DeviceId device) => state.Devices.Any(each => each.Id == device);
}
