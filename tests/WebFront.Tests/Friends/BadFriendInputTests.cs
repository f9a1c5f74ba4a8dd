using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Friends;
using ChatMux.Grains.Interfaces.Presence;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.WebFront.Friends;
using ChatMux.WebFront.Presence;
using Microsoft.AspNetCore.SignalR.Client;

namespace ChatMux.WebFront.Tests.Friends;

/// <summary>What no honest browser sends is refused, and the socket lives on.</summary>
public sealed class BadFriendInputTests(TestCluster cluster)
{
    private static readonly string Id = new('a', 32);

    private static Dictionary<string, object?> With(params (string Name, object? Value)[] members) => members.ToDictionary(m => m.Name, m => m.Value);

    public static readonly TheoryData<string, int> Calls = [.. Wrong.Keys.SelectMany(method => Enumerable.Range(0, Wrong[method].Length).Select(i => (method, i)))];

    private static Dictionary<string, object?[]> Wrong => new()
    {
        ["Befriend"] =
        [
            null, 1, "request", With(), With(("with", Id)), With(("act", "request")),
            With(("with", null), ("act", "request")), With(("with", "bo"), ("act", "request")), With(("with", Id[1..]), ("act", "request")),
            With(("with", Id + "a"), ("act", "request")), With(("with", new string('A', 32)), ("act", "request")), With(("with", $"{Id[1..]}-"), ("act", "request")),
            With(("with", 7), ("act", "request")), With(("with", Id), ("act", null)), With(("with", Id), ("act", "marry")),
            With(("with", Id), ("act", "Request")), With(("with", Id), ("act", 0)), With(("with", Id), ("act", 99)), With(("with", Id), ("act", "request,block")),
        ],
        ["FindPerson"] = [null, "ada", With(), With(("handle", null)), With(("handle", 7)), With(("handle", new object[] { "ada" }))],
        ["CreateFriendLink"] =
        [
            null, With(), With(("token", Id)), With(("token", null), ("forMs", 3_600_000L)), With(("token", Id[1..]), ("forMs", 3_600_000L)),
            With(("token", Id + Id), ("forMs", 3_600_000L)), With(("token", Id), ("forMs", "long")), With(("token", Id), ("forMs", null)),
            With(("token", Id), ("forMs", 0L)), With(("token", Id), ("forMs", -1L)), With(("token", Id), ("forMs", long.MaxValue)), With(("token", Id), ("forMs", 1.5)),
        ],
        ["RevokeFriendLink"] = [null, With(), With(("link", null)), With(("link", Id)), With(("link", new string('g', 64)))],
        ["OpenFriendLink"] = [null, With(), With(("token", null)), With(("token", "")), With(("token", Id[1..])), With(("token", new string('a', 64))), With(("token", "../../etc"))],
        ["SetAvailability"] = [null, "invisible", With(), With(("availability", null)), With(("availability", "asleep")), With(("availability", 2)), With(("availability", 99))],
        ["VisitRoom"] = [null, Id, With(), With(("room", null)), With(("room", 7)), With(("room", Id[1..])), With(("room", "../../etc"))],
        ["SetIdle"] = [null, true, With(), With(("idle", null)), With(("idle", "yes")), With(("idle", 1))],
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task It_is_malformed(string method, int which)
    {
        await using var ada = await Accounts.Enter(cluster.One, "Ada");
        Assert.Equal(RefusalCode.Malformed, (await ada.Socket.InvokeCoreAsync<Result<Done>>(method, [Wrong[method][which]])).Refusal?.Code);
        Assert.NotNull((await ada.Call<OwnPresence>("GetPresence")).Value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("@")]
    [InlineData("\0")]
    [InlineData("ada lovelace")]
    [InlineData("\ud83d")]
    [InlineData("аda")] // begins with a Cyrillic letter
    public async Task A_handle_that_is_none_is_nobodys(string handle)
    {
        await using var ada = await Accounts.Enter(cluster.One, "Ada");
        Assert.Equal(RefusalCode.NotFound, (await ada.Call<Profile>("FindPerson", new FindPersonCommand(handle))).Refusal?.Code);
        Assert.Equal(RefusalCode.NotFound, (await ada.Call<Profile>("FindPerson", new FindPersonCommand(handle + new string('x', 20_000)))).Refusal?.Code);
    }

    [Fact]
    public async Task A_person_who_does_not_exist_cannot_be_befriended()
    {
        await using var ada = await Accounts.Enter(cluster.One, "Ada");
        foreach (var act in new[] { FriendAct.Request, FriendAct.Accept, FriendAct.Block })
            Assert.Equal(RefusalCode.NotFound, (await ada.Call<Done>("Befriend", new FriendCommand(HexId.New<UserId>(), act))).Refusal?.Code);
        Assert.Empty((await ada.Friends()).Entries);
    }

    [Fact]
    public async Task A_call_before_attaching_is_refused()
    {
        await using var ada = new TestBrowser();
        await ada.SignIn(cluster.One, "Ada");
        await ada.Open(cluster.One);
        foreach (var (method, command) in new (string, object?)[]
        {
            ("GetFriends", null), ("GetFriendLinks", null), ("GetPresence", null),
            ("Befriend", new FriendCommand(HexId.New<UserId>(), FriendAct.Request)),
            ("FindPerson", new FindPersonCommand("ada")),
            ("CreateFriendLink", new CreateFriendLinkCommand(HexId.New<FriendLinkToken>(), 3_600_000)),
            ("RevokeFriendLink", new RevokeFriendLinkCommand(HexId.New<FriendLinkId>())),
            ("OpenFriendLink", new OpenFriendLinkCommand(HexId.New<FriendLinkToken>())),
            ("SetAvailability", new SetAvailabilityCommand(Availability.Invisible)),
            ("SetIdle", new SetIdleCommand(true)),
            ("VisitRoom", new VisitRoomCommand(HexId.New<RoomId>())),
        })
            Assert.Equal(RefusalCode.NotAttached, (await ada.Call<Done>(method, command)).Refusal?.Code);
    }
}
