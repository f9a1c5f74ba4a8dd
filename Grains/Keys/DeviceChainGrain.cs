using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Friends;
using ChatMux.Grains.Interfaces.Keys;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Messages;
using ChatMux.Grains.Users;
using Microsoft.Extensions.Logging;

namespace ChatMux.Grains.Keys;

/// <inheritdoc cref="IDeviceChainGrain"/>
public sealed partial class DeviceChainGrain(
    [PersistentState("devicechain", GrainStorage.Name)] IPersistentState<DeviceChainState> state,
    [PersistentState("devicenotes", GrainStorage.Name)] IPersistentState<DeviceNotes> notes,
    TimeProvider time,
    ILogger<DeviceChainGrain> logger) : Grain, IDeviceChainGrain
{
    private UserId Owner => UserId.Of(this.GetPrimaryKeyString());

    private IUserGrain User => GrainFactory.Grain<IUserGrain>(Owner.Value);

    private ChainEntry? Head => state.State.Entries is [.., var newest] ? ChainEntry.Parse(newest) : null;

    private long? StartsOverAtMs => state.State.StartsOverAt?.ToUnixTimeMilliseconds();

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _forgetting = this.RegisterGrainTimer(ForgetOldPairings, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<Result<DeviceChain>> GetChain(Actor actor)
    {
        if (!await MayRead(actor))
            return RefusalCode.NotFound;
        var admitted = await GrainFactory.Grain<IUserGrain>(actor.User.Value).AdmitKeyReading(actor);
        return admitted.Refusal is { } refusal
            ? refusal
            : new DeviceChain(state.State.Entries, actor.User == Owner ? StartsOverAtMs : null);
    }

    /// <inheritdoc/>
    public async Task<Result<Done>> Append(Actor actor, byte[] entry, byte[] keys)
    {
        if (actor.User != Owner)
            return RefusalCode.NotFound;
        // A retry, whose first attempt may have been answered into the void.
        if (Has(entry))
            return Done.Instance;
        if ((await User.AdmitKeyChange(actor)).Refusal is { } notAdmitted)
            return notAdmitted;
        if (ChainEntry.Parse(entry) is not { } next || EntryKeys.Parse(keys) is not { } going)
            return RefusalCode.InvalidChainEntry;
        // An old session that somebody has got hold of must not be the first when the time is over.
        if (MayBeginAnew(next) && await FreshSignIn.Check(GrainFactory, actor, time) is { } stale)
            return stale;
        return await Append(next, entry, going) is { } refused ? refused : Done.Instance;
    }

    /// <inheritdoc/>
    public Task<DeviceChain> GetEntries() => Task.FromResult(new DeviceChain(state.State.Entries));

    /// <inheritdoc/>
    public async Task Forget(bool keepsChain)
    {
        _pairings.Clear();
        if (keepsChain)
            await state.Store(new DeviceChainState { Entries = state.State.Entries });
        else if (state.RecordExists)
            await state.ClearStateAsync();
        if (notes.RecordExists)
            await notes.ClearStateAsync();
        await Task.WhenAll(Enumerable.Range(0, IVaultPartGrain.Parts)
            .Select(part => GrainFactory.Grain<IVaultPartGrain>(IVaultPartGrain.KeyOf(Owner, part)).Forget()));
        DeactivateOnIdle();
    }

    private bool Has(ReadOnlyMemory<byte> entry) => state.State.Entries.Exists(known => known.AsSpan().SequenceEqual(entry.Span));

    /// <summary>Why an entry is not appended; null when it is, and on disk.</summary>
    private async Task<Refusal?> Append(ChainEntry next, byte[] entry, EntryKeys keys)
    {
        var earlier = MayBeginAnew(next) ? [] : state.State.Entries.Select(known => ChainEntry.Parse(known)!).ToArray();
        if (next.Version <= earlier.Length)
            return new Refusal(RefusalCode.ChainMovedOn);
        if (ChainRules.FaultOf(Owner, next, earlier) is not null || EntryKeysRules.FaultOf(next, earlier.LastOrDefault(), keys) is not null)
            return new Refusal(RefusalCode.InvalidChainEntry);
        if (!ChainRules.HasPlace(earlier.Length, next, earlier.LastOrDefault()))
            return new Refusal(RefusalCode.TooManyKeyChanges);
        await state.Store(state.State.With(next, entry, keys));
        await NoteDevices(next);
        // Before anybody is told that it is so: nothing goes out any more under a key that whoever went knows.
        if (keys.KeyBefore is not null || next.Version == 1)
            await new ChainAnnouncer(GrainFactory, time, logger).Announce(Owner);
        await TellDevices();
        return null;
    }

    /// <summary>All browsers of the identity learn of it; those that are not here find it when they come.</summary>
    private async Task TellDevices()
    {
        if (Head is not { } head)
            return;
        try
        {
            await User.Notify(new DevicesChanged(head.Version, [.. head.Devices.Select(device => device.Id)], StartsOverAtMs), except: null);
        }
        catch (Exception e)
        {
            // It is stored: whoever was not told sees it with the next look at the chain.
            LogNotTold(logger, Owner, e.GetType().Name);
        }
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

    [LoggerMessage(430, LogLevel.Warning, "The browsers of {User} were not told that its devices have changed ({Reason})")]
    private static partial void LogNotTold(ILogger logger, UserId user, string reason);
}
