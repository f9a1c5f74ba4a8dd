using ChatMux.Grains.Connections;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Lobby;
using ChatMux.Grains.Interfaces.Presence;
using ChatMux.Grains.Lobby;
using ChatMux.Grains.Tests.Friends;
using ChatMux.Grains.Users;

namespace ChatMux.Grains.Tests.Presence;

public sealed class UserPresenceTests(ClusterFixture cluster)
{
    private ILobbyGrain Lobby => cluster.Grains.GetGrain<ILobbyGrain>(ILobbyGrain.Key);

    private static long Minute(DateTimeOffset at) => at.ToUnixTimeMilliseconds() / 60_000 * 60_000;

    /// <summary>How others see them, once the lobby's tick is over.</summary>
    private async Task<PersonPresence?> Seen(Guest person)
    {
        cluster.Time.Advance(LobbyGrain.Tick);
        return (await Lobby.GetSnapshot()).People.SingleOrDefault(p => p.Profile.Id == person.Actor.User)?.Presence;
    }

    private Task BecomesSeen(Guest person, PersonPresence? presence) => Until.Holds(async () => await Seen(person) == presence);

    private async Task<bool> IsHere(Guest person) => (await Lobby.WhoIsHere([person.Actor.User])).Count > 0;

    private static async Task Set(Guest person, Availability availability) =>
        Assert.Equal(availability, (await person.User.SetAvailability(person.Actor, availability)).Value?.Availability);

    private static async Task Idle(Guest tab, bool idle) => Assert.NotNull((await tab.Connection.SetIdle(tab.Actor, idle)).Value);

    [Fact]
    public async Task One_is_idle_only_while_all_tabs_are()
    {
        var ada = await Guest.Enter(cluster.Grains, "Ada");
        var other = ada.OtherTab();
        await ada.Attach();
        await other.Attach();
        await Idle(ada, true);
        Assert.Equal(PersonPresence.Online, await Seen(ada));
        await Idle(other, true);
        await BecomesSeen(ada, PersonPresence.Idle);
        await Idle(ada, false);
        await BecomesSeen(ada, PersonPresence.Online);
    }

    [Fact]
    public async Task A_tab_in_its_grace_period_counts_as_it_was_and_then_no_more()
    {
        var ada = await Guest.Enter(cluster.Grains, "Ada");
        var other = ada.OtherTab();
        await ada.Attach();
        await other.Attach();
        await Idle(ada, true);
        await other.Connection.Detach(other.AttachmentId);
        Assert.Equal(PersonPresence.Online, await Seen(ada));
        cluster.Time.Advance(ConnectionGrain.Grace);
        await BecomesSeen(ada, PersonPresence.Idle);
    }

    [Fact]
    public async Task A_reload_in_time_is_never_seen_as_leaving_and_its_input_is()
    {
        var ada = await Guest.Enter(cluster.Grains, "Ada");
        await ada.Attach();
        await Idle(ada, true);
        await BecomesSeen(ada, PersonPresence.Idle);
        await ada.Connection.Detach(ada.AttachmentId);
        Assert.Equal(PersonPresence.Idle, await Seen(ada));
        await ada.Attach();
        await BecomesSeen(ada, PersonPresence.Online);
    }

    [Fact]
    public async Task A_connection_whose_grain_was_lost_is_idle_again_when_its_front_attaches_it_as_idle()
    {
        var ada = await Guest.Enter(cluster.Grains, "Ada");
        await ada.Attach();
        await Idle(ada, true);
        await BecomesSeen(ada, PersonPresence.Idle);
        await ClusterFixture.Deactivate(ada.Connection);
        await ClusterFixture.Deactivate(ada.User);
        Assert.False(await ada.Connection.Touch(ada.AttachmentId));
        var again = new Attachment(ada.AttachmentId, ada.Front.Id, ada.Front.Reference, DeviceKind.Desktop, Idle: true);
        Assert.NotNull((await ada.Connection.AttachAgain(ada.Actor, again)).Value);
        Assert.Equal(PersonPresence.Idle, await Seen(ada));
        Assert.True(Assert.Single((await ada.User.GetPresence(ada.Actor)).Value!.Connections).Idle);
    }

    [Fact]
    public async Task What_one_chose_is_seen_at_once_and_stays()
    {
        var ada = await Guest.Enter(cluster.Grains, "Ada");
        await ada.Attach();
        await Set(ada, Availability.DoNotDisturb);
        Assert.Equal(PersonPresence.DoNotDisturb, await Seen(ada));
        await ClusterFixture.Deactivate(ada.User);
        Assert.Equal(Availability.DoNotDisturb, (await ada.User.GetPresence(ada.Actor)).Value?.Availability);
        Assert.True(await ada.Connection.Touch(ada.AttachmentId));
        Assert.Equal(PersonPresence.DoNotDisturb, await Seen(ada));
    }

    [Fact]
    public async Task What_could_not_be_stored_was_not_chosen()
    {
        var ada = await Guest.Enter(cluster.Grains, "Ada");
        await ada.Attach();
        cluster.FailNextWrite("user", ada.Actor.User.Value);
        await Assert.ThrowsAnyAsync<Exception>(() => ada.User.SetAvailability(ada.Actor, Availability.Invisible));
        Assert.Equal(Availability.Available, (await ada.User.GetPresence(ada.Actor)).Value?.Availability);
        Assert.Equal(PersonPresence.Online, await Seen(ada));
    }

    [Fact]
    public async Task There_is_no_other_way_to_be_seen_and_no_end_of_changing_it_is_too_fast()
    {
        var ada = await Guest.Enter(cluster.Grains, "Ada");
        await ada.Attach();
        Assert.Equal(RefusalCode.Malformed, (await ada.User.SetAvailability(ada.Actor, (Availability)99)).Refusal?.Code);
        for (var i = 0; i < new UserLimits().ProfileChanges.Burst; i++)
            await Set(ada, i % 2 == 0 ? Availability.DoNotDisturb : Availability.Available);
        Assert.Equal(RefusalCode.TooFast, (await ada.User.SetAvailability(ada.Actor, Availability.DoNotDisturb)).Refusal?.Code);
        Assert.Equal(PersonPresence.Online, await Seen(ada));
    }

    [Fact]
    public async Task Somebody_invisible_is_here_and_in_no_snapshot_and_no_event()
    {
        var watcher = new FakeFront(cluster.Grains);
        async Task Pass(TimeSpan time)
        {
            // As a front does: it renews what it hears.
            for (var end = cluster.Time.GetUtcNow() + time; cluster.Time.GetUtcNow() < end; cluster.Time.Advance(TimeSpan.FromSeconds(3)))
                await Lobby.Subscribe(watcher.Id, watcher.Reference);
        }
        await Lobby.Subscribe(watcher.Id, watcher.Reference);
        var ada = await Guest.Enter(cluster.Grains, "Ada");
        await Set(ada, Availability.Invisible);
        await ada.Attach();
        Assert.True(await IsHere(ada));
        Assert.Null(await Seen(ada));
        await Idle(ada, true);
        await ada.Connection.Detach(ada.AttachmentId);
        await Pass(ConnectionGrain.Grace);
        await Until.Holds(async () => !await IsHere(ada));
        // Whoever comes after is told after.
        var bo = await Guest.Enter(cluster.Grains, "Bo");
        await bo.Attach();
        await BecomesSeen(bo, PersonPresence.Online);
        await watcher.Sees<LobbyChanged>(e => e.Present.Any(p => p.Profile.Id == bo.Actor.User));
        Assert.DoesNotContain(watcher.All<LobbyChanged>(), e => e.Present.Any(p => p.Profile.Id == ada.Actor.User) || e.Gone.Contains(ada.Actor.User));
    }

    [Fact]
    public async Task The_other_tabs_hear_how_one_is_seen_and_of_each_other_and_the_one_that_changed_it_knows()
    {
        var ada = await Guest.Enter(cluster.Grains, "Ada");
        var other = ada.OtherTab();
        await ada.Attach();
        await other.Attach(device: DeviceKind.Phone);
        var two = await ada.Front.Sees<OwnPresenceChanged>(e => e.Presence.Connections.Count == 2);
        Assert.Equal(DeviceKind.Phone, two.Presence.Connections.Single(c => c.Connection == other.Actor.Connection).Device);
        await Set(ada, Availability.DoNotDisturb);
        await other.Front.Sees<OwnPresenceChanged>(e => e.Presence.Availability == Availability.DoNotDisturb);
        await Idle(other, true);
        await ada.Front.Sees<OwnPresenceChanged>(e => e.Presence.Connections.Any(c => c.Idle));
        await other.Connection.Detach(other.AttachmentId);
        await ada.Front.Sees<OwnPresenceChanged>(e => e.Presence is { Availability: Availability.DoNotDisturb, Connections.Count: 1 });
        Assert.DoesNotContain(ada.Front.All<OwnPresenceChanged>(), e => e.Presence is { Availability: Availability.DoNotDisturb, Connections: [{ Idle: false }, { Idle: false }] });
        Assert.DoesNotContain(other.Front.All<OwnPresenceChanged>(), e => e.Presence.Connections.Any(c => c.Idle));
    }

    [Fact]
    public async Task When_the_last_tab_goes_one_was_last_seen_then()
    {
        var ada = (await Person.Enter(cluster, "Ada")).Tab;
        var other = ada.OtherTab();
        await other.Attach();
        await ada.Connection.Detach(ada.AttachmentId);
        cluster.Time.Advance(ConnectionGrain.Grace);
        Assert.Null((await ada.User.GetLastSeen())!.SeenMs);
        await other.Connection.Detach(other.AttachmentId);
        cluster.Time.Advance(ConnectionGrain.Grace);
        var left = Minute(cluster.Time.GetUtcNow());
        await Until.Holds(async () => (await ada.User.GetLastSeen())!.SeenMs == left);
        cluster.Time.Advance(TimeSpan.FromHours(1));
        await ClusterFixture.Deactivate(ada.User);
        Assert.Equal(left, (await ada.User.GetLastSeen())!.SeenMs);
    }

    [Fact]
    public async Task Who_vanishes_was_last_seen_then_however_long_they_stay()
    {
        var ada = (await Person.Enter(cluster, "Ada")).Tab;
        await Set(ada, Availability.Invisible);
        var vanished = Minute(cluster.Time.GetUtcNow());
        for (var i = 0; i < 10; i++)
        {
            cluster.Time.Advance(TimeSpan.FromSeconds(20));
            Assert.True(await ada.Connection.Touch(ada.AttachmentId));
        }
        await ada.Connection.Detach(ada.AttachmentId);
        cluster.Time.Advance(ConnectionGrain.Grace);
        await Until.Holds(async () => !await IsHere(ada));
        Assert.Equal(vanished, (await ada.User.GetLastSeen())!.SeenMs);
    }

    [Fact]
    public async Task Who_comes_back_visible_after_having_been_invisible_is_not_last_seen()
    {
        var ada = (await Person.Enter(cluster, "Ada")).Tab;
        await Set(ada, Availability.Invisible);
        cluster.Time.Advance(TimeSpan.FromSeconds(20));
        Assert.NotNull((await ada.User.GetLastSeen())!.SeenMs);
        await Set(ada, Availability.Available);
        Assert.Null((await ada.User.GetLastSeen())!.SeenMs);
    }

    [Fact]
    public async Task Whose_connection_was_lost_without_a_word_is_not_here_for_ever()
    {
        var ada = (await Person.Enter(cluster, "Ada")).Tab;
        var touched = cluster.Time.GetUtcNow();
        await ClusterFixture.Deactivate(ada.Connection);
        cluster.Time.Advance(TimeSpan.FromMinutes(5));
        await BecomesSeen(ada, null);
        var seen = (await ada.User.GetLastSeen())!.SeenMs;
        Assert.InRange(seen ?? long.MaxValue, Minute(touched), Minute(cluster.Time.GetUtcNow()));
        Assert.Empty((await ada.User.GetPresence(ada.Actor)).Value!.Connections);
    }

    [Fact]
    public async Task Of_nobody_there_is_no_last_seen() =>
        Assert.Null(await cluster.Grains.GetGrain<Interfaces.Users.IUserGrain>(HexId.New<Interfaces.Users.UserId>().Value).GetLastSeen());
}
