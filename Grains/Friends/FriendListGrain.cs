using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Friends;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Users;
using Microsoft.Extensions.Logging;

namespace ChatMux.Grains.Friends;

/// <inheritdoc cref="IFriendListGrain"/>
public sealed partial class FriendListGrain(
    [PersistentState("friendlist", GrainStorage.Name)] IPersistentState<FriendListState> state, TimeProvider time,
    ILogger<FriendListGrain> logger) : Grain, IFriendListGrain
{
    /// <summary>How long a friendship may take over a change before its lists ask what has become of it.</summary>
    public static readonly TimeSpan DoubtPatience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan OpenedHolds = TimeSpan.FromSeconds(1);

    private FriendProfiles _profiles = null!;
    private IGrainTimer _repair = null!;
    private bool _repairComes;
    private FriendList? _opened;
    private DateTimeOffset _openedAt;

    private UserId Owner => UserId.Of(this.GetPrimaryKeyString());

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _profiles = new FriendProfiles(GrainFactory, time);
        _repair = this.RegisterGrainTimer(Repair, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        RepairAfter(UntilDue());
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<Result<FriendList>> Open(Actor actor)
    {
        if (actor.User != Owner)
            return RefusalCode.NotFound;
        // To find out who a thousand people are costs as many calls; a browser that asks and asks pays for it once a second.
        if (_opened is { } opened && opened.Version == state.State.Version && time.GetUtcNow() - _openedAt < OpenedHolds)
            return opened;
        var known = await _profiles.Find([.. state.State.Entries.Where(e => Shows(e.Value)).Select(e => e.Value.ViewOf(e.Key))]);
        await ForgetGone(known.Gone);
        _openedAt = time.GetUtcNow();
        return _opened = new FriendList(state.State.Version, known.Entries);
    }

    /// <inheritdoc/>
    public Task<Result<BlockedPeople>> GetBlocked(Actor actor) => Task.FromResult<Result<BlockedPeople>>(actor.User == Owner
        ? new BlockedPeople([.. state.State.Entries.Where(e => e.Value.Blocked).Select(e => e.Key)])
        : RefusalCode.NotFound);

    /// <inheritdoc/>
    public async Task<Result<Profile>> FindPerson(Actor actor, string handle)
    {
        if (await Admit(actor) is { } refusal)
            return refusal;
        var wanted = handle.Trim().TrimStart('@').ToLowerInvariant();
        if (!Handle.IsValid(wanted))
            return RefusalCode.NotFound;
        // Of those that look like it, the very one: whoever mistypes must not find somebody else.
        return await GrainFactory.Grain<IHandleGrain>(Handle.Skeleton(wanted)).GetOwner() is { } owner && owner.Handle == wanted
            ? await User(owner.User).GetProfile()
            : RefusalCode.NotFound;
    }

    /// <inheritdoc/>
    public Task<Result<Done>> HasRoomFor(FriendshipView next) =>
        Task.FromResult<Result<Done>>(state.State.NoRoomFor(next) is { } noRoom ? noRoom : Done.Instance);

    /// <inheritdoc/>
    public async Task<Result<Done>> Expect(FriendshipView next)
    {
        if (state.State.NoRoomFor(next) is { } noRoom)
            return noRoom;
        await state.Store(state.State.With(next.With, state.State.Of(next.With).InDoubt(next, time.GetUtcNow())));
        RepairAfter(DoubtPatience);
        return Done.Instance;
    }

    /// <inheritdoc/>
    public async Task Refresh(UserId with)
    {
        if (await Friendship(with).Look(Owner) is not { } view)
            return;
        var (known, now) = (state.State.Of(with), ListedFriend.Of(view));
        if (known == now)
            return;
        var changed = now != known.Settled();
        if (changed)
        {
            // In doubt until the browsers know as well: what breaks off before that is told by the next attempt.
            var untold = now with { InDoubtSince = known.InDoubtSince ?? time.GetUtcNow(), Untold = true };
            await state.Store(state.State.With(with, untold) with { Version = state.State.Version + 1 });
            RepairAfter(DoubtPatience);
        }
        if (changed || known.Untold)
            await TellBrowsers(view);
        var next = state.State.With(with, now);
        if (next.IsEmpty())
            await state.ClearStateAsync();
        else
            await state.Store(next);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<UserId>> GetOthers() => Task.FromResult<IReadOnlyList<UserId>>([.. state.State.Entries.Keys]);

    /// <inheritdoc/>
    public async Task Forget()
    {
        await Task.WhenAll(state.State.Links.Select(link => Link(link.Id).Revoke(Owner)));
        if (state.RecordExists)
            await state.ClearStateAsync();
        DeactivateOnIdle();
    }

    private static bool Shows(ListedFriend entry) => entry.Relation != FriendRelation.None || entry.Blocked;

    private void RepairAfter(TimeSpan after)
    {
        if (_repairComes || !state.State.Entries.Values.Any(e => e.InDoubtSince is not null))
            return;
        _repairComes = true;
        _repair.Change(after, Timeout.InfiniteTimeSpan);
    }

    // A doubt that an earlier activation was lost with has waited already.
    private TimeSpan UntilDue()
    {
        var due = state.State.Entries.Values.Min(e => e.InDoubtSince) + DoubtPatience - time.GetUtcNow();
        return due is { } wait && wait < DoubtPatience ? wait > TimeSpan.Zero ? wait : TimeSpan.Zero : DoubtPatience;
    }

    private async Task Repair()
    {
        _repairComes = false;
        var now = time.GetUtcNow();
        foreach (var (user, entry) in state.State.Entries)
            if (entry.InDoubtSince is { } since && now - since >= DoubtPatience)
                await Try(() => Refresh(user));
        RepairAfter(DoubtPatience);
    }

    private async Task Try(Func<Task> repair)
    {
        try
        {
            await repair();
        }
        catch (Exception e)
        {
            LogNotRepaired(logger, e.GetType().Name);
        }
    }

    // Told again, and perhaps after others, it comes under the version that the list has by then: whoever missed it sees a gap.
    private async Task TellBrowsers(FriendshipView view)
    {
        var entry = (await _profiles.Find([view])).Entries is [var found] ? found : new FriendEntry(view, null, null);
        await User(Owner).Notify(new FriendshipChanged(state.State.Version, entry), null);
    }

    // Those whose account has ended while they were nothing but blocked: nobody else knows of them any more.
    private async Task ForgetGone(IReadOnlyList<UserId> gone)
    {
        if (gone.Count == 0)
            return;
        foreach (var user in gone)
            Friendship(user).Forget(user).Ignore();
        await state.Store(state.State with { Entries = state.State.Entries.RemoveRange(gone) });
    }

    private async Task<Refusal?> Admit(Actor actor) =>
        actor.User == Owner ? (await User(Owner).AdmitFriendAct(actor, newRequest: false)).Refusal : new Refusal(RefusalCode.NotFound);

    private IUserGrain User(UserId user) => GrainFactory.Grain<IUserGrain>(user.Value);

    private IFriendshipGrain Friendship(UserId with) => GrainFactory.Grain<IFriendshipGrain>(FriendshipId.Of(Owner, with)!.Value.Key);

    private IFriendLinkGrain Link(FriendLinkId link) => GrainFactory.Grain<IFriendLinkGrain>(link.Value);

    [LoggerMessage(231, LogLevel.Warning, "What a user is to another could not be looked up or told ({Reason}); it is tried again in a moment")]
    private static partial void LogNotRepaired(ILogger logger, string reason);
}
