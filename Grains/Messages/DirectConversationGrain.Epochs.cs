using System.Collections.Immutable;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Keys;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Keys;

namespace ChatMux.Grains.Messages;

// Which content key counts. Records are judged one after the other; what is posted meanwhile is judged by the newest one on disk.
public sealed partial class DirectConversationGrain
{
    /// <inheritdoc/>
    public async Task<Result<Done>> BeginEpoch(Actor actor, byte[] record)
    {
        if ((CheckActor(actor) ?? await CheckDevice(actor)) is { } refused)
            return refused;
        // A retry, whose first attempt may have been answered into the void.
        if (epochs.State.Records is [.., var newest] && newest.AsSpan().SequenceEqual(record))
            return Done.Instance;
        if (await _friendship.Check(actor.User) is { } apart)
            return apart;
        if (EpochRecord.Parse(record) is not { } next || next.Device != actor.KeyDevice)
            return RefusalCode.InvalidEpoch;
        if ((await User(actor.User).AdmitEpoch(actor)).Refusal is { } notAdmitted)
            return notAdmitted;
        if (EpochRules.FaultOfNew(actor.User, _pair, next, _epoch, await ReadChains()) is { } fault)
            return MovedOn(fault) ? RefusalCode.EpochMovedOn : RefusalCode.InvalidEpoch;
        if (epochs.State.Records.Count >= Limits.Epochs)
            return RefusalCode.TooManyKeyChanges;
        await Store(record, next);
        return Done.Instance;
    }

    // What was true a moment ago, and may become so again when the record is made anew.
    private static bool MovedOn(EpochFault fault) =>
        fault is EpochFault.Epoch or EpochFault.Previous or EpochFault.ChainVersion or EpochFault.Outdated;

    // As they are now: whoever was removed a moment ago has no part in what begins.
    private async Task<Dictionary<UserId, ImmutableArray<ChainEntry>>> ReadChains()
    {
        var chains = Both.ToDictionary(user => user, user => GrainFactory.Grain<IDeviceChainGrain>(user.Value).GetEntries());
        await Task.WhenAll(chains.Values);
        return chains.ToDictionary(chain => chain.Key, chain => chain.Value.Result.Entries.Select(entry => ChainEntry.Parse(entry)!).ToImmutableArray());
    }

    private async Task Store(byte[] record, EpochRecord next)
    {
        try
        {
            await epochs.Store(epochs.State with { Records = epochs.State.Records.Add(record) });
        }
        catch (Exception)
        {
            // It may be so or not: the next activation reads which.
            DeactivateOnIdle();
            throw;
        }
        _epoch = next;
    }
}
