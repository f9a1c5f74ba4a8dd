using System.Collections.Immutable;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Friends;
using ChatMux.Grains.Interfaces.Keys;
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
        return FriendshipId.Of(Owner, actor.User) is { } pair
            && await GrainFactory.Grain<IFriendshipGrain>(pair.Key).Look(actor.User) is { Relation: FriendRelation.Friends };
    }
}
