using System.Security.Cryptography;
using System.Text;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Operators;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Users;

namespace ChatMux.Grains.Operators;

/// <inheritdoc cref="IOperatorGrain"/>
public sealed class OperatorGrain(
    [PersistentState("operator", GrainStorage.Name)] IPersistentState<OperatorState> state) : Grain, IOperatorGrain
{
    // 100 bits: nobody guesses it however fast, and somebody may type it. A limit on guesses would let others use it up.
    private const int CodeLength = 20;
    private const string CodeLetters = "ABCDEFGHJKMNPQRSTVWXYZ0123456789";

    /// <inheritdoc/>
    public async Task<string?> NewCode()
    {
        if (state.State.Operator is { } user && (await User(user).GetProfile()).Value is not null)
            return null;
        var code = RandomNumberGenerator.GetString(CodeLetters, CodeLength);
        await state.Store(state.State with { Operator = null, CodeHash = HashOf(code) });
        return string.Join('-', code.Chunk(5).Select(group => new string(group)));
    }

    /// <inheritdoc/>
    public Task<Policy> GetPolicy() => Task.FromResult(Policy);

    /// <inheritdoc/>
    public Task<bool> IsOperator(UserId user) => Task.FromResult(user == state.State.Operator);

    /// <inheritdoc/>
    public Task<Result<ServerView>> View(Actor actor) => Task.FromResult<Result<ServerView>>(ViewOf(actor));

    /// <inheritdoc/>
    public async Task<Result<ServerView>> Become(Actor actor, string code)
    {
        if ((await User(actor.User).GetProfile()).Value is not { Guest: false })
            return RefusalCode.IdentityNeeded;
        if (state.State.Operator == actor.User)
            return ViewOf(actor);
        var entered = HashOf(code.Replace("-", "", StringComparison.Ordinal).Trim().ToUpperInvariant());
        if (state.State is not { Operator: null, CodeHash: { } hash } || !CryptographicOperations.FixedTimeEquals(entered, hash))
            return RefusalCode.WrongOperatorCode;
        await state.Store(state.State with { Operator = actor.User, CodeHash = null });
        return ViewOf(actor);
    }

    /// <inheritdoc/>
    public async Task<Result<ServerView>> SetPolicy(Actor actor, Policy policy)
    {
        if (!IsOperator(actor))
            return RefusalCode.NotFound;
        await state.Store(state.State with { SignUpClosed = !policy.SignUpOpen, GuestsClosed = !policy.GuestsWelcome });
        return ViewOf(actor);
    }

    /// <inheritdoc/>
    public async Task<Result<Profile>> Find(Actor actor, string handle)
    {
        if (!IsOperator(actor) || !Handle.IsValid(handle))
            return RefusalCode.NotFound;
        if (await GrainFactory.Grain<IHandleGrain>(Handle.Skeleton(handle)).GetOwner() is not { } owner)
            return RefusalCode.NotFound;
        var profile = await User(owner.User).GetProfile();
        return profile.Value?.Handle == handle ? profile : RefusalCode.NotFound;
    }

    /// <inheritdoc/>
    public async Task<Result<Done>> RemoveUser(Actor actor, UserId user, bool withMessages)
    {
        if (!IsOperator(actor) || user == actor.User || (await User(user).GetProfile()).Value is null)
            return RefusalCode.NotFound;
        await GrainFactory.Grain<IRemovalGrain>(user.Value).Remove(withMessages);
        return Done.Instance;
    }

    /// <inheritdoc/>
    public Task<Result<Done>> RemoveRoom(Actor actor, RoomId room, bool withMessages) => IsOperator(actor)
        ? GrainFactory.Grain<IRoomGrain>(room.Value).Remove(withMessages)
        : Task.FromResult<Result<Done>>(RefusalCode.NotFound);

    private Policy Policy => new(!state.State.SignUpClosed, !state.State.GuestsClosed);

    private bool IsOperator(Actor actor) => actor.User == state.State.Operator;

    private ServerView ViewOf(Actor actor) => new(IsOperator(actor), state.State.Operator is null, Policy);

    private IUserGrain User(UserId user) => GrainFactory.Grain<IUserGrain>(user.Value);

    private static byte[] HashOf(string code) => SHA256.HashData(Encoding.UTF8.GetBytes(code));
}

/// <summary>What is stored of the operator and the policy.</summary>
public sealed record OperatorState
{
    /// <summary>Who it is, or null.</summary>
    public UserId? Operator { get; set; }

    /// <summary>SHA-256 of the code that makes the first one; null when there is one.</summary>
    public byte[]? CodeHash { get; set; }

    /// <summary>Whether nobody may make an account.</summary>
    public bool SignUpClosed { get; set; }

    /// <summary>Whether nobody may come in as a guest.</summary>
    public bool GuestsClosed { get; set; }
}
