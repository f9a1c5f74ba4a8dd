using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Operators;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Users;

namespace ChatMux.Grains.Tests.Sessions;

/// <summary>What a hostile review of Identity found; each fails until it is mended.</summary>
public sealed class Review4Tests(ClusterFixture cluster)
{
    private ISessionGrain Session(SessionId id) => cluster.Grains.GetGrain<ISessionGrain>(id.Value);

    private ISessionListGrain List(UserId user) => cluster.Grains.GetGrain<ISessionListGrain>(user.Value);

    private static string NewHandle() => "q" + string.Concat(HexId.New<UserId>().Value[..14].Select(c => (char)('a' + "0123456789abcdef".IndexOf(c)))).Replace('i', 'q').Replace('l', 'q');

    private async Task<SessionId> Begin(UserId user)
    {
        var id = HexId.New<SessionId>();
        await Session(id).Begin(user, HexId.New<DeviceId>(), new SessionStart("Firefox", "Linux", null, Listed: true));
        return id;
    }

    private async Task<Guest> Identity(string name, string? handle = null)
    {
        var person = await Guest.Enter(cluster.Grains, name);
        await person.User.BecomeIdentity(new IdentityProfile(name, null, handle, null));
        return person;
    }

    [Fact]
    public async Task Signing_out_everywhere_ends_a_session_that_was_not_used_yet()
    {
        var ada = await Identity("Ada");
        var thief = await Begin(ada.Actor.User);
        await List(ada.Actor.User).EndAll(SessionEndReason.EndedElsewhere);
        Assert.Equal(RefusalCode.NotSignedIn, (await Session(thief).Use()).Refusal?.Code);
    }

    [Fact]
    public async Task Signing_out_all_others_ends_a_session_that_was_not_used_yet()
    {
        var ada = await Identity("Ada");
        var (own, thief) = (await Begin(ada.Actor.User), await Begin(ada.Actor.User));
        await Session(own).Use();
        await List(ada.Actor.User).EndOthers(ada.Actor with { Session = own });
        Assert.Equal(RefusalCode.NotSignedIn, (await Session(thief).Use()).Refusal?.Code);
    }

    [Fact]
    public async Task No_session_of_a_removed_guest_lives_on()
    {
        var guest = await Guest.Enter(cluster.Grains, "Guest");
        await cluster.Grains.GetGrain<IRemovalGrain>(guest.Actor.User.Value).Remove(withMessages: false);
        Assert.Equal(RefusalCode.NotSignedIn, (await guest.Session.Use()).Refusal?.Code);
    }

    [Fact]
    public async Task A_respelling_that_cannot_be_stored_leaves_the_handle_with_its_holder()
    {
        var handle = NewHandle() + "oo";
        var (ada, bob) = (await Identity("Ada", handle), await Guest.Enter(cluster.Grains, "Bob"));
        cluster.FailNextWrite("user", ada.Actor.User.Value);
        await Assert.ThrowsAnyAsync<Exception>(() => ada.User.UpdateProfile(ada.Actor, new ProfileChange("Ada", handle.Replace('o', '0'), "#336699", "")));
        Assert.Equal(handle, (await ada.User.GetProfile()).Value?.Handle);
        var other = await bob.User.BecomeIdentity(new IdentityProfile("Bob", null, handle, null));
        Assert.NotEqual(handle, other.Handle);
    }

    [Fact]
    public async Task Somebody_elses_guesses_do_not_keep_the_host_from_becoming_the_operator()
    {
        var place = cluster.Grains.GetGrain<IOperatorGrain>(HexId.New<UserId>().Value);
        var code = (await place.NewCode())!;
        var (eve, host) = (await Identity("Eve"), await Identity("Host"));
        for (var i = 0; i < 11; i++)
            await place.Become(eve.Actor, $"{i}");
        Assert.True((await place.Become(host.Actor, code)).Value?.Operator);
    }

    [Fact]
    public async Task A_guest_adds_no_way_in_past_the_sign_up()
    {
        var guest = await Guest.Enter(cluster.Grains, "Guest");
        var added = await cluster.Grains.GetGrain<IWaysInGrain>(guest.Actor.User.Value)
            .Add(guest.Actor, new WayIn(new Login(LoginKind.GitHub, HexId.New<UserId>().Value), "GitHub"));
        Assert.Equal(RefusalCode.IdentityNeeded, added.Refusal?.Code);
    }

    [Fact]
    public async Task Whoever_is_being_removed_enters_no_room_and_adds_no_way_in()
    {
        var (eve, bob) = (await Identity("Eve"), await Guest.Enter(cluster.Grains, "Bob"));
        var room = HexId.New<RoomId>();
        await bob.Creates(room);
        await cluster.Grains.GetGrain<IRemovalGrain>(eve.Actor.User.Value).Remove(withMessages: true);
        // A hub call that was on its way when her socket was closed.
        Assert.Equal(RefusalCode.NotFound, (await eve.Joins(room)).Refusal?.Code);
        Assert.Empty(await eve.Inbox.GetConversations());
    }

    [Fact]
    public async Task A_guest_who_signs_up_while_upkeep_looks_is_not_removed()
    {
        var ada = await Guest.Enter(cluster.Grains, "Ada");
        cluster.Time.Advance(TimeSpan.FromHours(26));
        Assert.True((await ada.User.LookAfter()).Expired);
        // Here she comes back and signs up, before upkeep goes on with what it has just been told.
        await ada.User.BecomeIdentity(new IdentityProfile("Ada", null, null, null));
        await cluster.Grains.GetGrain<IRemovalGrain>(ada.Actor.User.Value).Remove(withMessages: false);
        Assert.NotNull((await ada.User.GetProfile()).Value);
    }

    [Fact]
    public async Task Whoever_wants_the_messages_gone_gets_that_also_when_a_removal_without_was_begun()
    {
        var (ada, bob) = (await Identity("Ada"), await Guest.Enter(cluster.Grains, "Bob"));
        await ada.Inbox.Open(ada.Actor);
        var sent = (await ada.Says("remember me")).Value!;
        var removal = cluster.Grains.GetGrain<IRemovalGrain>(ada.Actor.User.Value);
        cluster.FailNextWrite("user", ada.Actor.User.Value);
        await Assert.ThrowsAnyAsync<Exception>(() => removal.Remove(withMessages: false));
        await removal.Remove(withMessages: true);
        var page = (await cluster.Grains.GetGrain<IConversationGrain>(Guest.General.Value).Read(bob.Actor, new PageRequest(null, null, Limits.PageLength))).Value!;
        Assert.Equal("", page.Messages.Single(m => m.Sequence == sent.Sequence).Text);
    }

    [Fact]
    public async Task A_way_in_that_was_just_removed_is_not_noted_again_by_a_sign_in_that_was_on_its_way()
    {
        var ada = await Identity("Ada");
        var ways = cluster.Grains.GetGrain<IWaysInGrain>(ada.Actor.User.Value);
        var (lost, kept) = (new WayIn(new Login(LoginKind.GitHub, HexId.New<UserId>().Value), "Lost"), new WayIn(new Login(LoginKind.GitHub, HexId.New<UserId>().Value), "Kept"));
        foreach (var way in new[] { lost, kept })
        {
            await cluster.Grains.GetGrain<ILoginGrain>(way.Login.Key).Claim(ada.Actor.User);
            await ways.SignedIn(way);
        }
        Assert.NotNull((await ways.Remove(ada.Actor, lost.Login.Key)).Value);
        // The front had asked whose it is before.
        await ways.SignedIn(lost);
        Assert.Single((await ways.List(ada.Actor)).Value!.Ways);
        // Now two are listed, one of which opens nothing: the only one that does may be removed.
    }
}
