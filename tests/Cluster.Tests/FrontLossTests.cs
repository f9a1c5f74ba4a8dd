using System.Diagnostics;
using System.Net;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.Grains.Interfaces.Lobby;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.WebFront.Messages;
using ChatMux.WebFront.Tests;

namespace ChatMux.Cluster.Tests;

/// <summary>A silo and two fronts in processes of their own: a front dies, hangs, or is told to stop.</summary>
public sealed class FrontLossTests(ITestOutputHelper output)
{
    /// <summary>Longest that anything here takes to heal; what it really takes is written down, not asserted.</summary>
    private static readonly TimeSpan Healing = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task When_a_front_dies_its_browsers_go_on_at_the_other_and_only_who_stays_away_is_seen_leaving()
    {
        await using var place = new Place();
        await using var silo = place.Silo();
        var (dying, other) = (place.Front(), place.Front());
        await GoOnAtTheOther(dying, other, dying.Kill);
    }

    [Fact]
    public async Task When_a_front_is_told_to_stop_its_browsers_are_told_to_go_and_go_on_at_the_other()
    {
        await using var place = new Place();
        await using var silo = place.Silo();
        var (stopping, other) = (place.Front(), place.Front());
        var address = await stopping.Ready();
        await using var told = await TestBrowser.Enter(address, "Told");
        await GoOnAtTheOther(stopping, other, async () =>
        {
            var stopped = stopping.Stop();
            await told.Sees<GoAway>();
            Assert.False(told.Closed.Task.IsCompleted);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, await Probe.Status(address, "/health/ready"));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, await Probe.Status(address, "/hub", told.Cookie));
            // What is said over a socket that is still there is heard.
            Assert.NotNull((await told.Call<InboxSnapshot>("GetInbox")).Value);
            Assert.Equal(0, await stopped);
        });
        foreach (var process in new[] { silo, stopping, other })
            Assert.DoesNotContain(process.Lines, line => line.Contains("fail:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_front_that_hangs_delays_nobody_and_when_it_goes_on_nothing_is_missing_or_doubled()
    {
        await using var place = new Place();
        await using var silo = place.Silo();
        var (hanging, other) = (place.Front(), place.Front());
        await using var watcher = await TestBrowser.Enter(await other.Ready(), "Watcher");
        await using var stays = await TestBrowser.Enter(await hanging.Ready(), "Stays");
        await using var moves = await TestBrowser.Enter(await hanging.Ready(), "Moves");
        await watcher.Sees<LobbyChanged>(c => c.Present.Any(p => p.Profile.Id == moves.Welcome.Me.Id), Healing);

        hanging.Signal("STOP");
        var watch = Stopwatch.StartNew();
        var id = HexId.New<MessageId>();
        var unanswered = Assert.ThrowsAsync<TimeoutException>(() => moves.Says("into the ice", id));
        await using var moved = moves.SameTab();
        await moved.Open(await other.Ready());
        Assert.True((await moved.Attach(new MailboxPosition(moves.Welcome.Mailbox.Replay.Epoch, 0))).Value!.Mailbox.Resumed);
        Assert.Equal(1, (await moved.Says("into the ice", id)).Value!.Sequence);
        await Chat(moved, watcher, 200);
        var left = await watcher.Sees<LobbyChanged>(c => c.Gone.Contains(stays.Welcome.Me.Id), Healing);
        output.WriteLine($"Who stayed at the front that hangs was seen leaving after {watch.Elapsed.TotalSeconds:F1} s.");
        var head = await Chat(watcher, moved, 50);
        await unanswered;

        hanging.Signal("CONT");
        watch.Restart();
        var told = stays.Sees<ServerEvent>(e => e is ResyncNeeded || e is ConversationPosition p && p.Head >= head, Healing);
        if (await Task.WhenAny(told, stays.Closed.Task) == stays.Closed.Task)
        {
            await stays.Open(await hanging.Ready());
            Assert.NotNull((await stays.Attach()).Value);
        }
        output.WriteLine($"It {(told.IsCompleted ? "learned" : "came back to learn")} what it had missed {watch.Elapsed.TotalSeconds:F1} s after the front went on.");
        await watcher.Sees<LobbyChanged>(c => c.Version > left.Version && c.Present.Any(p => p.Profile.Id == stays.Welcome.Me.Id), Healing);
        output.WriteLine($"It was seen again after {watch.Elapsed.TotalSeconds:F1} s.");
        var last = (await stays.Says("thawed")).Value!.Sequence;
        await moved.Sees<MessagePosted>(m => m.Message.Sequence == last);
        Assert.Equal(0, await hanging.Stop());
        var log = await watcher.ReadAll();
        Assert.Equal(last, log.Count);
        Assert.Equal(["into the ice", .. Enumerable.Range(1, 200).Select(Line), .. Enumerable.Range(1, 50).Select(Line), "thawed"], log.Select(m => m.Text));
        Assert.DoesNotContain(watcher.All<LobbyChanged>().SelectMany(c => c.Gone), user => user == moves.Welcome.Me.Id);
        foreach (var process in new[] { silo, hanging, other })
            Assert.DoesNotContain(process.Lines, line => line.Contains("fail:", StringComparison.Ordinal));
    }

    private static string Line(int number) => $"line {number}";

    /// <summary>One speaks, the other listens, and it is written down how long a word took. Returns the last number.</summary>
    private async Task<long> Chat(TestBrowser speaker, TestBrowser listener, int lines)
    {
        var times = new List<double>();
        long last = 0;
        for (var number = 1; number <= lines; number++)
        {
            var watch = Stopwatch.StartNew();
            last = (await speaker.Says(Line(number))).Value!.Sequence;
            await listener.Sees<MessagePosted>(m => m.Message.Sequence == last);
            times.Add(watch.Elapsed.TotalMilliseconds);
        }
        times.Sort();
        output.WriteLine($"{lines} messages were heard at the other front after {times[lines / 2]:F0} ms in the middle, {times[^1]:F0} ms at most.");
        return last;
    }

    private async Task GoOnAtTheOther(ChatProcess lost, ChatProcess other, Func<Task> lose)
    {
        await using var watcher = await TestBrowser.Enter(await other.Ready(), "Watcher");
        await using var ada = await TestBrowser.Enter(await lost.Ready(), "Ada");
        await using var bo = await TestBrowser.Enter(await lost.Ready(), "Bo");
        await using var boElsewhere = bo.OtherTab();
        await boElsewhere.Open(await other.Ready());
        await boElsewhere.Attach();
        await using var gone = await TestBrowser.Enter(await lost.Ready(), "Gone");
        await watcher.Sees<LobbyChanged>(c => c.Present.Any(p => p.Profile.Id == gone.Welcome.Me.Id), Healing);
        var (adaAt, boAt) = (ada.Welcome.Mailbox.Replay.Epoch, bo.Welcome.Mailbox.Replay.Epoch);

        var watch = Stopwatch.StartNew();
        var losing = lose();
        await Task.WhenAll(ada.Closed.Task, bo.Closed.Task, gone.Closed.Task);
        output.WriteLine($"Their sockets ended after {watch.Elapsed.TotalSeconds:F1} s.");
        var said = (await watcher.Says("while they are away")).Value!;
        await boElsewhere.Call<Done>("MarkRead", new MarkReadCommand(bo.General, said.Sequence));
        await ada.Open(await other.Ready());
        Assert.True((await ada.Attach(new MailboxPosition(adaAt, 0))).Value!.Mailbox.Resumed);
        await bo.Open(await other.Ready());
        var welcome = (await bo.Attach(new MailboxPosition(boAt, 0))).Value!;
        Assert.True(welcome.Mailbox.Resumed);
        Assert.Equal(said.Sequence, Assert.Single(welcome.Mailbox.Replay.Events.OfType<ReadMoved>()).Position.ReadUpTo);
        Assert.Equal("while they are away", Assert.Single(await ada.ReadAll()).Text);
        await losing;

        await watcher.Sees<LobbyChanged>(c => c.Gone.Contains(gone.Welcome.Me.Id), Healing);
        output.WriteLine($"Who did not come back was seen leaving after {watch.Elapsed.TotalSeconds:F1} s.");
        var left = watcher.All<LobbyChanged>().SelectMany(c => c.Gone);
        Assert.DoesNotContain(left, user => user == ada.Welcome.Me.Id || user == bo.Welcome.Me.Id);
        var id = HexId.New<MessageId>();
        await watcher.Says("all here", id);
        await ada.Sees<MessagePosted>(m => m.Message.Id == id);
        await bo.Sees<MessagePosted>(m => m.Message.Id == id);
    }
}
