using System.Collections.Immutable;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Keys;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Users;
using Microsoft.Extensions.Logging;

namespace ChatMux.Grains.Keys;

// Which device is at the other end, what is sealed for it, and what the owner is told of all of them.
public sealed partial class DeviceChainGrain
{
    // That a device is here is stored at most this often.
    private static readonly TimeSpan NoteSeenEvery = TimeSpan.FromHours(1);

    /// <summary>Which connections have proven to be which device; who of them is here still, the user's grain knows.</summary>
    private readonly Dictionary<ConnectionId, DeviceId> _proven = [];

    /// <inheritdoc/>
    public async Task<Result<Done>> Prove(Actor actor, DeviceId device, byte[] challenge, byte[] signature)
    {
        if (actor.User != Owner)
            return RefusalCode.NotFound;
        // Paper is no browser: whoever has the code adds one.
        if (Head?.Devices.FirstOrDefault(each => each.Id == device) is not { Kind: DeviceRecordKind.Browser } known
            || !P256.IsSignedBy(known.SigningKey, DeviceProof.Of(actor, device, challenge), signature))
            return RefusalCode.DeviceNotAdded;
        _proven[actor.Connection] = device;
        await NoteSeen(device);
        return Done.Instance;
    }

    /// <inheritdoc/>
    public async Task<Result<KeptKeys>> GetKeys(Actor actor)
    {
        if (!IsDevice(actor))
            return RefusalCode.DeviceNotAdded;
        if ((await User.AdmitKeyReading(actor)).Refusal is { } refusal)
            return refusal;
        return new KeptKeys(
            state.State.Grants.GetValueOrDefault(actor.KeyDevice!.Value), [.. state.State.KeysBefore.Select(one => new KeyBefore(one.Key, one.Value))]);
    }

    /// <inheritdoc/>
    public async Task<Result<RecoveryKeys>> GetRecovery(Actor actor)
    {
        if (actor.User != Owner)
            return RefusalCode.NotFound;
        if ((await User.AdmitKeyReading(actor)).Refusal is { } refusal)
            return refusal;
        return Head?.Devices.FirstOrDefault(device => device.Kind == DeviceRecordKind.Paper) is { } paper
            && state.State is { Recovery: { } recovery, Grants: var grants } && grants.TryGetValue(paper.Id, out var grant)
                ? new RecoveryKeys(recovery, grant)
                : RefusalCode.NotFound;
    }

    /// <inheritdoc/>
    public async Task<Result<KeyDeviceList>> GetKeyDevices(Actor actor)
    {
        if (actor.User != Owner)
            return RefusalCode.NotFound;
        if ((await User.GetConnections(actor)).Value is not { } connections)
            return RefusalCode.NotFound;
        var here = connections.Where(each => each.Attached).Select(each => _proven.GetValueOrDefault(each.Connection)).ToHashSet();
        return new KeyDeviceList([.. (Head?.Devices ?? []).Select(device => Describe(device.Id, here.Contains(device.Id)))]);
    }

    /// <inheritdoc/>
    public async Task<Result<Done>> NameKeyDevice(Actor actor, DeviceId device, string name)
    {
        if (!IsDevice(actor))
            return RefusalCode.DeviceNotAdded;
        if (Head?.Devices.Any(each => each.Id == device) is not true)
            return RefusalCode.NotFound;
        if (!DisplayName.TryNormalize(name, out var normal))
            return RefusalCode.InvalidName;
        if (notes.State.Devices.GetValueOrDefault(device)?.Name == normal)
            return Done.Instance;
        if ((await User.AdmitKeyReading(actor)).Refusal is { } refusal)
            return refusal;
        await notes.Store(notes.State.With(device, note => note with { Name = normal }));
        return Done.Instance;
    }

    private bool IsDevice(Actor actor) =>
        actor.User == Owner && actor.KeyDevice is { } device && Head?.Devices.Any(each => each.Id == device) is true;

    private KeyDevice Describe(DeviceId device, bool here)
    {
        var note = notes.State.Devices.GetValueOrDefault(device);
        var seen = here ? time.GetUtcNow() : note?.Seen;
        return new KeyDevice(device, note?.Name, note?.Added?.ToUnixTimeMilliseconds(), seen?.ToUnixTimeMilliseconds(), here);
    }

    private async Task NoteSeen(DeviceId device)
    {
        var now = time.GetUtcNow();
        if (notes.State.Devices.GetValueOrDefault(device)?.Seen is { } seen && now - seen < NoteSeenEvery)
            return;
        await TryNote(notes.State.With(device, note => note with { Seen = now }));
    }

    /// <summary>Those that are new in the chain came now; of those that are gone nothing is kept.</summary>
    private Task NoteDevices(ChainEntry head)
    {
        var now = time.GetUtcNow();
        var listed = head.Devices.Select(device => device.Id).ToArray();
        var names = _pairings.Values.ToDictionary(pairing => pairing.Start.Device.Id, pairing => pairing.Name);
        var kept = notes.State.Devices.Where(note => listed.Contains(note.Key)).ToImmutableDictionary();
        // On a chain that began before such notes nobody knows when.
        var added = listed.Where(device => !kept.ContainsKey(device) && !WasListed(device))
            .Select(device => KeyValuePair.Create(device, new DeviceNote(names.GetValueOrDefault(device), now, Seen: null)));
        foreach (var connection in _proven.Where(proof => !listed.Contains(proof.Value)).Select(proof => proof.Key).ToArray())
            _proven.Remove(connection);
        return TryNote(new DeviceNotes { Devices = kept.AddRange(added) });
    }

    private bool WasListed(DeviceId device) =>
        state.State.Entries is [.., var before, _] && ChainEntry.Parse(before)!.Devices.Any(each => each.Id == device);

    // Nothing that counts depends on it: what could not be noted is missing in a list.
    private async Task TryNote(DeviceNotes next)
    {
        try
        {
            await notes.Store(next);
        }
        catch (Exception e)
        {
            LogNotNoted(logger, Owner, e.GetType().Name);
        }
    }

    [LoggerMessage(431, LogLevel.Warning, "What is known of the devices of {User} was not noted ({Reason})")]
    private static partial void LogNotNoted(ILogger logger, UserId user, string reason);
}
