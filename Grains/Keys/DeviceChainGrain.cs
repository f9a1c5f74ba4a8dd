using System.Collections.Immutable;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Friends;
using ChatMux.Grains.Interfaces.Keys;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Keys;

/// <summary>What is stored of a chain.</summary>
public sealed record DeviceChainState
{
    /// <summary>Its entries from the genesis on, as they came.</summary>
    public ImmutableList<byte[]> Entries { get; init; } = [];
}

/// <inheritdoc cref="IDeviceChainGrain"/>
public sealed class DeviceChainGrain(
    [PersistentState("devicechain", GrainStorage.Name)] IPersistentState<DeviceChainState> state) : Grain, IDeviceChainGrain
{
    private UserId Owner => UserId.Of(this.GetPrimaryKeyString());

    private IUserGrain User => GrainFactory.Grain<IUserGrain>(Owner.Value);

    /// <inheritdoc/>
    public async Task<Result<DeviceChain>> GetChain(Actor actor)
    {
        if (!await MayRead(actor))
            return RefusalCode.NotFound;
        var admitted = await GrainFactory.Grain<IUserGrain>(actor.User.Value).AdmitReading(actor);
        return admitted.Refusal is { } refusal ? refusal : new DeviceChain(state.State.Entries);
    }

    /// <inheritdoc/>
    public async Task<Result<Done>> Append(Actor actor, byte[] entry)
    {
        if (actor.User != Owner)
            return RefusalCode.NotFound;
        // A retry, whose first attempt may have been answered into the void.
        if (state.State.Entries.Exists(known => known.AsSpan().SequenceEqual(entry)))
            return Done.Instance;
        if ((await User.AdmitKeyChange(actor)).Refusal is { } notAdmitted)
            return notAdmitted;
        if (ChainEntry.Parse(entry) is not { } next)
            return RefusalCode.InvalidChainEntry;
        var earlier = state.State.Entries.Select(known => ChainEntry.Parse(known)!).ToArray();
        if (next.Version <= earlier.Length)
            return RefusalCode.ChainMovedOn;
        if (ChainRules.FaultOf(Owner, next, earlier) is not null)
            return RefusalCode.InvalidChainEntry;
        if (!ChainRules.HasPlace(earlier.Length, next, earlier.LastOrDefault()))
            return RefusalCode.TooManyKeyChanges;
        await state.Store(state.State with { Entries = state.State.Entries.Add(entry) });
        return Done.Instance;
    }

    /// <inheritdoc/>
    public Task<Result<Done>> Prove(Actor actor, DeviceId device, byte[] challenge, byte[] signature)
    {
        if (actor.User != Owner)
            return Task.FromResult<Result<Done>>(RefusalCode.NotFound);
        var known = state.State.Entries is [.., var newest] ? ChainEntry.Parse(newest)!.Devices.FirstOrDefault(each => each.Id == device) : null;
        return Task.FromResult<Result<Done>>(
            known is not null && P256.IsSignedBy(known.SigningKey, DeviceProof.Of(actor, device, challenge), signature)
                ? Done.Instance
                : RefusalCode.DeviceNotAdded);
    }

    /// <inheritdoc/>
    public Task<DeviceChain> GetEntries() => Task.FromResult(new DeviceChain(state.State.Entries));

    /// <inheritdoc/>
    public async Task Forget()
    {
        if (state.RecordExists)
            await state.ClearStateAsync();
        DeactivateOnIdle();
    }

    private async Task<bool> MayRead(Actor actor)
    {
        if (actor.User == Owner)
            return true;
        if (FriendshipId.Of(Owner, actor.User) is not { } pair)
            return false;
        // What was written stays, and so does what it is checked by.
        return await GrainFactory.Grain<IFriendshipGrain>(pair.Key).Look(actor.User) is { Relation: FriendRelation.Friends }
            || await GrainFactory.Grain<IDirectConversationGrain>(pair.Key).HasHistory();
    }
}
