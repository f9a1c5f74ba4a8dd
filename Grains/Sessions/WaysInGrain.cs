using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Users;

namespace ChatMux.Grains.Sessions;

/// <inheritdoc cref="IWaysInGrain"/>
public sealed class WaysInGrain(
    [PersistentState("waysIn", GrainStorage.Name)] IPersistentState<WaysInState> state, TimeProvider time) : Grain, IWaysInGrain
{
    private UserId Id => UserId.Of(this.GetPrimaryKeyString());

    /// <inheritdoc/>
    public async Task SignedIn(WayIn way)
    {
        // It may have been removed after the front had asked whose it is.
        if (await Opens(way.Login.Key))
            await Keep(way);
    }

    /// <inheritdoc/>
    public async Task<Result<Done>> Add(Actor actor, WayIn way)
    {
        if (await CheckFresh(actor) is { } refusal)
            return refusal;
        if (Find(way.Login.Key) is null && state.State.Ways.Count >= Limits.WaysIn)
            return RefusalCode.TooManyWaysIn;
        // Claimed first: a claim that is not noted here opens this user all the same, and is noted at its first use.
        if ((await Login(way.Login.Key).Claim(Id)).User != Id)
            return RefusalCode.LoginTaken;
        await Keep(way);
        return Done.Instance;
    }

    /// <inheritdoc/>
    public async Task<Result<Done>> MayAdd(Actor actor)
    {
        if (await CheckFresh(actor) is { } refusal)
            return refusal;
        return state.State.Ways.Count >= Limits.WaysIn ? RefusalCode.TooManyWaysIn : Done.Instance;
    }

    /// <inheritdoc/>
    public async Task<Result<WaysInList>> List(Actor actor) => actor.User == Id
        ? new WaysInList([.. state.State.Ways.Select(Describe)], await CheckFresh(actor) is null)
        : RefusalCode.NotFound;

    /// <inheritdoc/>
    public async Task<Result<Done>> Rename(Actor actor, string reference, string name)
    {
        if (actor.User != Id || Find(reference) is not { } known)
            return RefusalCode.NotFound;
        if (!DisplayName.TryNormalize(name, out var normalized))
            return RefusalCode.InvalidName;
        await Replace(known, known with { Name = normalized });
        return Done.Instance;
    }

    /// <inheritdoc/>
    public async Task<Result<Done>> Remove(Actor actor, string reference)
    {
        if (await CheckFresh(actor) is { } refusal)
            return refusal;
        if (Find(reference) is not { } known)
            return RefusalCode.NotFound;
        var others = await Task.WhenAll(state.State.Ways.Where(w => w != known).Select(w => Opens(w.Key)));
        if (!others.Contains(true))
            return RefusalCode.LastWayIn;
        // Let go first: a login that is listed and opens nothing can be removed again, one that opens unseen could not.
        await Login(known.Key).Release(Id);
        await state.Store(new WaysInState { Ways = [.. state.State.Ways.Where(w => w != known)] });
        return Done.Instance;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<PasskeyRecord>> GetPasskeys() =>
        Task.FromResult<IReadOnlyList<PasskeyRecord>>([.. state.State.Ways.Select(w => w.Passkey).OfType<PasskeyRecord>()]);

    /// <inheritdoc/>
    public async Task ReleaseAll()
    {
        await Task.WhenAll(state.State.Ways.Select(w => Login(w.Key).Release(Id)));
        await state.ClearStateAsync();
    }

    private async Task<Refusal?> CheckFresh(Actor actor)
    {
        if (actor.User != Id || (await GrainFactory.Grain<IUserGrain>(Id.Value).GetProfile()).Value is not { } profile)
            return new Refusal(RefusalCode.NotFound);
        // A guest signs up, which is something else: the operator may have closed it.
        return profile.Guest ? new Refusal(RefusalCode.IdentityNeeded) : await FreshSignIn.Check(GrainFactory, actor, time);
    }

    private async Task<bool> Opens(string key) => (await Login(key).GetUser())?.User == Id;

    private Task Keep(WayIn way)
    {
        var now = time.GetUtcNow();
        return Find(way.Login.Key) is { } known
            ? Replace(known, known with { Used = now, Passkey = way.Passkey ?? known.Passkey })
            : state.Store(new WaysInState { Ways = [.. state.State.Ways, new KeptWayIn(way.Login.Kind, way.Login.Key, NameOf(way), now, now, way.Passkey)] });
    }

    private Task Replace(KeptWayIn known, KeptWayIn by) =>
        state.Store(new WaysInState { Ways = [.. state.State.Ways.Select(w => w == known ? by : w)] });

    private KeptWayIn? Find(string key) => state.State.Ways.FirstOrDefault(w => w.Key == key);

    private ILoginGrain Login(string key) => GrainFactory.Grain<ILoginGrain>(key);

    private static string NameOf(WayIn way) => DisplayName.TryNormalize(way.Name, out var name) ? name : way.Login.Kind.ToString();

    private static WayInDescription Describe(KeptWayIn way) => new(
        way.Key,
        way.Kind switch { LoginKind.GitHub => WayInKind.GitHub, LoginKind.Demo => WayInKind.Demo, _ => WayInKind.Passkey },
        way.Name, way.Added.ToUnixTimeMilliseconds(), way.Used.ToUnixTimeMilliseconds());
}

/// <summary>What is stored of a user's ways in.</summary>
public sealed class WaysInState
{
    /// <summary>The ways in, oldest first.</summary>
    public IReadOnlyList<KeptWayIn> Ways { get; set; } = [];
}

/// <summary>One way in, as it is stored.</summary>
public sealed record KeptWayIn(LoginKind Kind, string Key, string Name, DateTimeOffset Added, DateTimeOffset Used, PasskeyRecord? Passkey);
