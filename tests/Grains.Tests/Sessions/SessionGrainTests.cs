using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Tests.Sessions;

public sealed class SessionGrainTests(ClusterFixture cluster)
{
    private ISessionGrain Session(SessionId id) => cluster.Grains.GetGrain<ISessionGrain>(id.Value);

    private ISessionListGrain List(Guest guest) => cluster.Grains.GetGrain<ISessionListGrain>(guest.Actor.User.Value);

    private async Task<SessionId> Begin(UserId user, SessionId? predecessor = null, string browser = "Firefox")
    {
        var id = HexId.New<SessionId>();
        await Session(id).Begin(user, HexId.New<DeviceId>(), new SessionStart(browser, "Linux", predecessor));
        return id;
    }

    [Fact]
    public async Task A_front_that_got_no_answer_may_begin_it_again_and_nobody_else()
    {
        var (id, user, device) = (HexId.New<SessionId>(), HexId.New<UserId>(), HexId.New<DeviceId>());
        await Session(id).Begin(user, device, SessionStart.Unknown);
        await Session(id).Begin(user, device, SessionStart.Unknown);
        Assert.Equal(user, (await Session(id).Use()).Value?.User);
        await Assert.ThrowsAsync<InvalidOperationException>(() => Session(id).Begin(HexId.New<UserId>(), device, SessionStart.Unknown));
    }

    [Fact]
    public async Task The_next_session_of_a_browser_ends_the_one_before_when_it_is_first_used()
    {
        var ada = await Guest.Enter(cluster.Grains, "Ada");
        await ada.Attach();
        var next = await Begin(ada.Actor.User, ada.Actor.Session);
        Assert.NotNull((await ada.Session.Use()).Value);
        Assert.Equal(ada.Actor.Session, (await Session(next).Use()).Value?.Predecessor);
        Assert.Equal(RefusalCode.NotSignedIn, (await ada.Session.Use()).Refusal?.Code);
        await ada.Front.Sees<SessionEnded>(e => e.Reason == SessionEndReason.Replaced);
    }

    [Fact]
    public async Task A_session_that_was_followed_by_the_same_user_lives_for_two_minutes_more_and_proves_nothing()
    {
        var ada = await Guest.Enter(cluster.Grains, "Ada");
        await Begin(ada.Actor.User, ada.Actor.Session);
        cluster.Time.Advance(TimeSpan.FromSeconds(119));
        Assert.True((await ada.Session.Use()).Value?.Succeeded);
        Assert.Equal(RefusalCode.FreshSignInNeeded,
            (await cluster.Grains.GetGrain<IRemovalGrain>(ada.Actor.User.Value).RemoveOwn(ada.Actor, false)).Refusal?.Code);
        cluster.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(RefusalCode.NotSignedIn, (await ada.Session.Use()).Refusal?.Code);
    }

    [Fact]
    public async Task A_sign_in_as_somebody_else_that_never_arrived_takes_nothing_from_a_guest()
    {
        var (ada, bob) = (await Guest.Enter(cluster.Grains, "Ada"), await Guest.Enter(cluster.Grains, "Bob"));
        await Begin(bob.Actor.User, ada.Actor.Session);
        cluster.Time.Advance(TimeSpan.FromHours(1));
        Assert.NotNull((await ada.Session.Use()).Value);
    }

    [Fact]
    public async Task Signing_out_everywhere_ends_a_session_that_was_not_used_yet()
    {
        var ada = await Guest.Enter(cluster.Grains, "Ada");
        var thief = await Begin(ada.Actor.User);
        await List(ada).EndAll(SessionEndReason.EndedElsewhere);
        Assert.Equal(RefusalCode.NotSignedIn, (await Session(thief).Use()).Refusal?.Code);
    }

    [Fact]
    public async Task Signing_out_all_others_ends_a_session_that_was_not_used_yet()
    {
        var ada = await Guest.Enter(cluster.Grains, "Ada");
        var (own, thief) = (await Begin(ada.Actor.User), await Begin(ada.Actor.User));
        await Session(own).Use();
        await List(ada).EndOthers(ada.Actor with { Session = own });
        Assert.Equal(RefusalCode.NotSignedIn, (await Session(thief).Use()).Refusal?.Code);
    }

    [Fact]
    public async Task A_tab_goes_on_with_the_next_session_and_its_mailbox()
    {
        var ada = await Guest.Enter(cluster.Grains, "Ada");
        var first = (await ada.Attach()).Value!.Mailbox;
        await ada.User.Notify(new ProfileChanged((await ada.User.GetProfile()).Value!), null);
        var next = await Begin(ada.Actor.User, ada.Actor.Session);
        var actor = ada.Actor with { Session = next };
        await Session(next).Use();
        var attached = await ada.Connection.Attach(actor, new Attachment(Guid.NewGuid().ToString("N"), ada.Front.Id, ada.Front.Reference, DeviceKind.Desktop),
            new(first.Replay.Epoch, 0));
        Assert.True(attached.Value!.Mailbox.Resumed);
        Assert.Single(attached.Value.Mailbox.Replay.Events);
    }

    [Fact]
    public async Task No_other_session_takes_a_tab_over()
    {
        var (ada, eve) = (await Guest.Enter(cluster.Grains, "Ada"), await Guest.Enter(cluster.Grains, "Eve"));
        await ada.Attach();
        // Of the same user but of another browser, and of another user who says to come after.
        var elsewhere = await Begin(ada.Actor.User);
        var claimed = await Begin(eve.Actor.User, ada.Actor.Session);
        foreach (var actor in new[] { ada.Actor with { Session = elsewhere }, eve.Actor with { Session = claimed, Connection = ada.Actor.Connection } })
        {
            var answer = await ada.Connection.Attach(actor, new Attachment("x", eve.Front.Id, eve.Front.Reference, DeviceKind.Desktop), null);
            Assert.Equal(RefusalCode.NotFound, answer.Refusal?.Code);
        }
    }

    [Fact]
    public async Task Signing_in_as_somebody_else_leaves_at_once()
    {
        var (ada, bob) = (await Guest.Enter(cluster.Grains, "Ada"), await Guest.Enter(cluster.Grains, "Bob"));
        await ada.Attach();
        await Session(await Begin(bob.Actor.User, ada.Actor.Session)).Use();
        await ada.Front.Sees<SessionEnded>(e => e.Reason == SessionEndReason.SignedOut);
        Assert.Empty((await ada.User.GetConnections(ada.Actor)).Value!);
    }

    [Fact]
    public async Task Sessions_are_listed_and_ended_from_each_other()
    {
        var ada = await Guest.Enter(cluster.Grains, "Ada");
        await ada.Session.End(SessionEndReason.SignedOut);
        var (one, two) = (await Begin(ada.Actor.User), await Begin(ada.Actor.User, browser: "Safari"));
        var actor = ada.Actor with { Session = one };
        var listed = (await List(ada).List(actor)).Value!.Sessions;
        Assert.Equal([("Firefox", true), ("Safari", false)], listed.Select(s => (s.Browser, s.Current)).Order());

        Assert.NotNull((await List(ada).EndSession(actor, listed.Single(s => !s.Current).Reference)).Value);
        Assert.Equal(RefusalCode.NotSignedIn, (await Session(two).Use()).Refusal?.Code);
        Assert.Equal(RefusalCode.NotFound, (await List(ada).EndSession(actor, listed.Single(s => !s.Current).Reference)).Refusal?.Code);
        Assert.Single((await List(ada).List(actor)).Value!.Sessions);
    }

    [Fact]
    public async Task All_others_and_all_are_ended_at_once()
    {
        var ada = await Guest.Enter(cluster.Grains, "Ada");
        var sessions = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Begin(ada.Actor.User)));
        foreach (var session in sessions)
            await Session(session).Use();
        await List(ada).EndOthers(ada.Actor with { Session = sessions[0] });
        var alive = await Task.WhenAll(sessions.Select(async s => (await Session(s).Use()).Value is not null));
        Assert.Equal([true, false, false, false], alive);
        await List(ada).EndAll(SessionEndReason.EndedElsewhere);
        Assert.NotNull((await Session(sessions[0]).Use()).Refusal);
    }

    [Fact]
    public async Task Nobody_sees_or_ends_anothers_sessions()
    {
        var (ada, eve) = (await Guest.Enter(cluster.Grains, "Ada"), await Guest.Enter(cluster.Grains, "Eve"));
        var session = await Begin(ada.Actor.User);
        await Session(session).Use();
        var reference = (await List(ada).List(ada.Actor)).Value!.Sessions.Single(s => s.Browser == "Firefox").Reference;
        Assert.Equal(RefusalCode.NotFound, (await List(ada).List(eve.Actor)).Refusal?.Code);
        Assert.Equal(RefusalCode.NotFound, (await List(ada).EndSession(eve.Actor, reference)).Refusal?.Code);
        Assert.Equal(RefusalCode.NotFound, (await List(ada).EndOthers(eve.Actor)).Refusal?.Code);
        Assert.NotNull((await Session(session).Use()).Value);
    }

    [Theory]
    [InlineData(30, 30)]
    [InlineData(20, 90)]
    public async Task A_session_ends_by_itself(int usedEveryDays, int endsAfterDays)
    {
        var ada = await Guest.Enter(cluster.Grains, "Ada");
        var days = 0;
        for (; (await ada.Session.Use()).Value is not null; days += usedEveryDays)
            cluster.Time.Advance(TimeSpan.FromDays(usedEveryDays));
        Assert.InRange(days, endsAfterDays, endsAfterDays + usedEveryDays);
    }
}
