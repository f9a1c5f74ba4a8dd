using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Friends;
using ChatMux.WebFront.Friends;
using ChatMux.WebFront.Tests.Sessions;

namespace ChatMux.WebFront.Tests.Friends;

/// <summary>Browsers of people with an account, and what they do about others.</summary>
internal static class Accounts
{
    /// <summary>Signs up and attaches.</summary>
    public static async Task<TestBrowser> Enter(Uri front, string name)
    {
        var browser = new TestBrowser();
        using var authenticator = new SoftAuthenticator { Origin = front.GetLeftPart(UriPartial.Authority) };
        Assert.Null((await browser.SignUp(front, authenticator, name)).Refusal);
        await browser.Open(front);
        Assert.Null((await browser.Attach()).Refusal);
        return browser;
    }

    public static Task<Result<Done>> Does(this TestBrowser browser, FriendAct act, TestBrowser other) =>
        browser.Call<Done>("Befriend", new FriendCommand(other.Welcome.Me.Id, act));

    public static async Task<FriendList> Friends(this TestBrowser browser) => (await browser.Call<FriendList>("GetFriends")).Value!;

    /// <summary>The browser hears that the other is this now.</summary>
    public static Task<FriendshipChanged> Hears(this TestBrowser browser, TestBrowser other, FriendRelation relation, TimeSpan? patience = null) =>
        browser.Sees<FriendshipChanged>(e => e.Entry.View.With == other.Welcome.Me.Id && e.Entry.View.Relation == relation, patience);
}
