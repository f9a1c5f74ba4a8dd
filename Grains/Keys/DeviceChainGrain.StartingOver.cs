using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Keys;
using ChatMux.Grains.Users;

namespace ChatMux.Grains.Keys;

// Whoever has lost all devices gets new ones, after a time in which each of those can say that they are not lost.
public sealed partial class DeviceChainGrain
{
    /// <inheritdoc/>
    public async Task<Result<Done>> StartOver(Actor actor)
    {
        if (actor.User != Owner || Head is null)
            return RefusalCode.NotFound;
        if (await FreshSignIn.Check(GrainFactory, actor, time) is { } stale)
            return stale;
        if (state.State.StartsOverAt is not null)
            return Done.Instance;
        if ((await User.AdmitKeyChange(actor)).Refusal is { } notAdmitted)
            return notAdmitted;
        await state.Store(state.State with { StartsOverAt = time.GetUtcNow() + TimeSpan.FromMilliseconds(IDeviceChainGrain.StartsOverAfterMs) });
        await TellDevices();
        return Done.Instance;
    }

    /// <inheritdoc/>
    public async Task<Result<Done>> DoNotStartOver(Actor actor)
    {
        if (actor.User != Owner)
            return RefusalCode.NotFound;
        if (!IsDevice(actor) && await FreshSignIn.Check(GrainFactory, actor, time) is { } stale)
            return stale;
        if (state.State.StartsOverAt is null)
            return Done.Instance;
        await state.Store(state.State with { StartsOverAt = null });
        await TellDevices();
        return Done.Instance;
    }

    private bool MayBeginAnew(ChainEntry next) => next.Version == 1 && state.State.StartsOverAt is { } at && at <= time.GetUtcNow();
}
