using System.Security.Claims;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Operators;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;
using Microsoft.AspNetCore.Authentication;

namespace ChatMux.WebFront.Sessions;

/// <summary>The one place where a browser is signed in, whatever proved who is in front of it.</summary>
internal sealed class SignIns(IGrainFactory grains)
{
    /// <summary>Whether there is a session behind the request.</summary>
    public static bool IsSignedIn(ClaimsPrincipal user) => user.Identity?.IsAuthenticated == true;

    /// <summary>Who this browser is signed in as, or null.</summary>
    public async Task<Profile?> WhoIs(HttpContext http) =>
        IsSignedIn(http.User) ? (await User(SessionClaims.UserOf(http.User)).GetOwnProfile()).Value : null;

    /// <summary>A guest walks in: a new user, whoever was here before in this browser.</summary>
    public async Task<Result<Profile>> EnterAsGuest(HttpContext http, GuestProfile wanted)
    {
        if (!(await Policy()).GuestsWelcome)
            return RefusalCode.GuestsClosed;
        var user = HexId.New<UserId>();
        var guest = await User(user).BecomeGuest(wanted);
        if (guest.Value is not null)
            await Begin(http, user, HexId.New<DeviceId>());
        return guest;
    }

    /// <summary>
    /// Somebody has proven this way in. If it opens an identity, the browser is signed in as that one; if it opens nobody,
    /// it is a sign-up: the guest of this browser becomes an identity in place, and without one a new user begins.
    /// </summary>
    public async Task<Result<Profile>> Enter(HttpContext http, WayIn way, IdentityProfile wanted)
    {
        if (await Login(way).GetUser() is { } owner)
            return await SignIn(http, way, owner.User, wanted);
        var me = await WhoIs(http);
        return me is { Guest: false }
            ? RefusalCode.WrongLogin
            : await SignUp(http, way, me?.Id ?? HexId.New<UserId>(), wanted);
    }

    /// <summary>
    /// Makes this user, who is the guest of this browser or nobody yet, an identity with this way in. Refused with
    /// <see cref="RefusalCode.LoginTaken"/>, and with <see cref="RefusalCode.ChallengeExpired"/> when the guest is no longer in this browser.
    /// </summary>
    public async Task<Result<Profile>> SignUp(HttpContext http, WayIn way, UserId user, IdentityProfile wanted)
    {
        var known = await User(user).GetProfile();
        if (known.Value is { } somebody && !(somebody.Guest && IsSignedIn(http.User) && SessionClaims.UserOf(http.User) == user))
            return RefusalCode.ChallengeExpired;
        if (!(await Policy()).SignUpOpen)
            return RefusalCode.SignUpClosed;
        // Claimed before the user is made: whatever stops this in the middle, the next sign-in goes on with the same user.
        if ((await Login(way).Claim(user)).User != user)
            return RefusalCode.LoginTaken;
        return await Open(http, way, user, wanted);
    }

    /// <summary>
    /// Signs the browser in as the identity that this way in opens. Whoever is signed in as another identity is refused with
    /// <see cref="RefusalCode.WrongLogin"/>: a sign-in that repeats a proof must not end as somebody else.
    /// </summary>
    public async Task<Result<Profile>> SignIn(HttpContext http, WayIn way, UserId user, IdentityProfile wanted)
    {
        if (await WhoIs(http) is { Guest: false } me && me.Id != user)
            return RefusalCode.WrongLogin;
        // A sign-up that broke off goes on here, if sign-up is still open.
        if ((await User(user).GetProfile()).Value is not { Guest: false } && !(await Policy()).SignUpOpen)
            return RefusalCode.SignUpClosed;
        return await Open(http, way, user, wanted);
    }

    private async Task<Result<Profile>> Open(HttpContext http, WayIn way, UserId user, IdentityProfile wanted)
    {
        // Noted before the user is an identity: a public key that was not kept could never open it again.
        await grains.Grain<IWaysInGrain>(user.Value).SignedIn(way);
        var profile = await User(user).BecomeIdentity(wanted);
        if (profile.Refusal is not null)
            return profile;
        var same = IsSignedIn(http.User) && SessionClaims.UserOf(http.User) == user;
        await Begin(http, user, same ? SessionClaims.DeviceOf(http.User) : HexId.New<DeviceId>());
        return profile;
    }

    private static Task Begin(HttpContext http, UserId user, DeviceId device) =>
        http.SignInAsync(SessionHandler.SchemeName, SessionClaims.ToPrincipal(user, device, null, SessionHandler.SchemeName));

    private Task<Policy> Policy() => grains.Grain<IOperatorGrain>(IOperatorGrain.Key).GetPolicy();

    private IUserGrain User(UserId user) => grains.Grain<IUserGrain>(user.Value);

    private ILoginGrain Login(WayIn way) => grains.Grain<ILoginGrain>(way.Login.Key);
}
