using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Sessions;

namespace ChatMux.Grains.Users;

/// <summary>The rule for what a stolen open browser must not do: it needs a sign-in of the last ten minutes.</summary>
internal static class FreshSignIn
{
    /// <summary>Null when the actor's session is alive, theirs and young enough.</summary>
    public static async Task<Refusal?> Check(IGrainFactory grains, Actor actor, TimeProvider time)
    {
        var session = await grains.Grain<ISessionGrain>(actor.Session.Value).Use();
        if (session.Value is not { } live || live.User != actor.User)
            return new Refusal(RefusalCode.NotSignedIn);
        return !live.Succeeded && time.GetUtcNow() - live.Begun <= IWaysInGrain.FreshFor ? null : new Refusal(RefusalCode.FreshSignInNeeded);
    }
}
