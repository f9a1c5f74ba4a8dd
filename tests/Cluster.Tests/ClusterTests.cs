using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.Grains.Interfaces.Lobby;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.WebFront.Messages;
using ChatMux.WebFront.Tests;

namespace ChatMux.Cluster.Tests;

/// <summary>A silo and two fronts in three processes, of which one or another dies.</summary>
public sealed class ClusterTests(ITestOutputHelper output)
{
    /// <summary>Longest that anything here takes to heal; what it really takes is written down, not asserted.</summary>
    private static readonly TimeSpan Healing = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task A_message_through_one_front_reaches_the_browsers_of_both()
    {
        await using var place = new Place();
        await using var silo = place.Silo();
        await using var one = place.Front();
        await using var two = place.Front();
        await using var ada = await TestBrowser.Enter(await one.Ready(), "Ada");
        await using var bo = await TestBrowser.Enter(await two.Ready(), "Bo");
        var receipt = (await ada.Says("hello")).Value!;
        foreach (var browser in new[] { ada, bo })
            Assert.Equal("hello", (await browser.Sees<MessagePosted>(m => m.Message.Sequence == receipt.Sequence)).Message.Text);
    }

    [Fact]
    public async Task A_front_that_starts_before_its_silo_is_live_waits_and_becomes_ready()
    {
        await using var place = new Place();
        var address = new Uri($"http://localhost:{Place.FreePort()}");
        await using var front = place.Front($"http://127.0.0.1:{address.Port}");
        await Task.WhenAll(front.Says("Waiting for a silo"), Listening(address.Port));
        Assert.Equal(HttpStatusCode.OK, await Status(address, "/health/live"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await Status(address, "/health/ready"));

        var watch = Stopwatch.StartNew();
        await using var silo = place.Silo();
        Assert.Equal(address, await front.Ready());
        output.WriteLine($"Ready {watch.Elapsed.TotalSeconds:F1} s after its silo was started.");
        Assert.Equal(HttpStatusCode.OK, await Status(address, "/health/ready"));
        await using var ada = await TestBrowser.Enter(address, "Ada");
        Assert.NotNull((await ada.Says("hello")).Value);
    }

    [Fact]
    public async Task When_the_silo_dies_and_comes_back_the_fronts_and_their_browsers_go_on()
    {
        await using var place = new Place();
        var silo = place.Silo();
        await using var one = place.Front();
        await using var two = place.Front();
        await using var ada = await TestBrowser.Enter(await one.Ready(), "Ada");
        await using var bo = await TestBrowser.Enter(await two.Ready(), "Bo");
        var before = (await ada.Says("before")).Value!;
        var mailbox = ada.Welcome.Mailbox.Replay.Epoch;

        await silo.Kill();
        silo = place.Silo();
        await silo.Says("fronts join");
        var watch = Stopwatch.StartNew();
        var id = HexId.New<MessageId>();
        var after = await Taken(() => ada.Says("after", id));
        output.WriteLine($"A message was taken {watch.Elapsed.TotalSeconds:F1} s after the silo was back.");
        Assert.Equal(before.Sequence + 1, after.Sequence);
        // What was written before this front had subscribed again is not announced to it; where the conversation stands is.
        await bo.Sees<ServerEvent>(e => e is MessagePosted m && m.Message.Id == id || e is ConversationPosition p && p.Head >= after.Sequence, Healing);
        output.WriteLine($"Heard at the other front after {watch.Elapsed.TotalSeconds:F1} s.");
        Assert.Equal(["before", "after"], (await bo.ReadAll()).Select(m => m.Text));

        // The mailbox died with the silo, and the browser is told so; its session and its socket did not.
        await ada.Sees<ResyncNeeded>(patience: Healing);
        output.WriteLine($"The browser was told to resync after {watch.Elapsed.TotalSeconds:F1} s.");
        await bo.Sees<ResyncNeeded>(patience: Healing);
        var lobby = (await ada.Call<LobbySnapshot>("GetLobby")).Value!;
        Assert.Equal(["Ada", "Bo"], lobby.People.Select(p => p.Profile.Name).Order());
        Assert.False(ada.Closed.Task.IsCompleted || bo.Closed.Task.IsCompleted);
        await ada.Socket.StopAsync();
        await ada.Open(await two.Ready());
        Assert.False((await ada.Attach(new MailboxPosition(mailbox, 0))).Value!.Mailbox.Resumed);
        foreach (var front in new[] { one, two })
            Assert.DoesNotContain(front.Lines, line => line.Contains("fail:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task While_the_silo_hangs_a_message_is_unavailable_in_time_and_once_it_goes_on_there_once()
    {
        await using var place = new Place();
        await using var silo = place.Silo();
        await using var front = place.Front();
        await using var ada = await TestBrowser.Enter(await front.Ready(), "Ada");
        var id = HexId.New<MessageId>();
        silo.Signal("STOP");
        var watch = Stopwatch.StartNew();
        Assert.Equal(RefusalCode.Unavailable, (await ada.Says("hello", id)).Refusal?.Code);
        output.WriteLine($"Refused after {watch.Elapsed.TotalSeconds:F1} s.");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await Status(await front.Ready(), "/api/entry", ada.Cookie));
        silo.Signal("CONT");
        await Taken(() => ada.Says("hello", id));
        output.WriteLine($"Taken after {watch.Elapsed.TotalSeconds:F1} s.");
        Assert.Single(await ada.ReadAll());
        Assert.DoesNotContain(front.Lines, line => line.Contains("fail:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task When_a_front_dies_its_browsers_go_on_at_the_other_and_only_who_stays_away_is_seen_leaving()
    {
        await using var place = new Place();
        await using var silo = place.Silo();
        var dying = place.Front();
        await using var other = place.Front();
        await using var watcher = await TestBrowser.Enter(await other.Ready(), "Watcher");
        await using var ada = await TestBrowser.Enter(await dying.Ready(), "Ada");
        await using var bo = await TestBrowser.Enter(await dying.Ready(), "Bo");
        await using var boElsewhere = bo.OtherTab();
        await boElsewhere.Open(await other.Ready());
        await boElsewhere.Attach();
        await using var gone = await TestBrowser.Enter(await dying.Ready(), "Gone");
        await watcher.Sees<LobbyChanged>(c => c.Present.Any(p => p.Profile.Id == gone.Welcome.Me.Id));
        var (adaAt, boAt) = (ada.Welcome.Mailbox.Replay.Epoch, bo.Welcome.Mailbox.Replay.Epoch);

        await dying.Kill();
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(ada.Closed.Task, bo.Closed.Task, gone.Closed.Task);
        var said = (await watcher.Says("while they are away")).Value!;
        await boElsewhere.Call<Done>("MarkRead", new MarkReadCommand(bo.General, said.Sequence));
        await ada.Open(await other.Ready());
        Assert.True((await ada.Attach(new MailboxPosition(adaAt, 0))).Value!.Mailbox.Resumed);
        await bo.Open(await other.Ready());
        var welcome = (await bo.Attach(new MailboxPosition(boAt, 0))).Value!;
        Assert.True(welcome.Mailbox.Resumed);
        Assert.Equal(said.Sequence, Assert.IsType<ReadMoved>(Assert.Single(welcome.Mailbox.Replay.Events)).Position.ReadUpTo);
        Assert.Equal("while they are away", Assert.Single(await ada.ReadAll()).Text);

        await watcher.Sees<LobbyChanged>(c => c.Gone.Contains(gone.Welcome.Me.Id), Healing);
        output.WriteLine($"Who did not come back was seen leaving after {watch.Elapsed.TotalSeconds:F1} s.");
        var left = watcher.All<LobbyChanged>().SelectMany(c => c.Gone);
        Assert.DoesNotContain(left, user => user == ada.Welcome.Me.Id || user == bo.Welcome.Me.Id);
        var id = HexId.New<MessageId>();
        await watcher.Says("all here", id);
        await ada.Sees<MessagePosted>(m => m.Message.Id == id);
        await bo.Sees<MessagePosted>(m => m.Message.Id == id);
    }

    private static async Task<HttpStatusCode> Status(Uri front, string path, string cookie = "")
    {
        using var client = new HttpClient(new HttpClientHandler { UseCookies = false });
        if (cookie.Length > 0)
            client.DefaultRequestHeaders.Add("Cookie", cookie);
        using var answer = await client.GetAsync(new Uri(front, path), TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    private static async Task Listening(int port)
    {
        var watch = Stopwatch.StartNew();
        for (; ; )
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
                return;
            }
            catch (SocketException) when (watch.Elapsed < Healing)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken);
            }
        }
    }

    /// <summary>Sends as a browser does while the server cannot: again, after a moment, with the same id.</summary>
    private static async Task<SendReceipt> Taken(Func<Task<Result<SendReceipt>>> send)
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < Healing)
        {
            try
            {
                var answer = await send();
                if (answer.Value is { } receipt)
                    return receipt;
                Assert.Equal(RefusalCode.Unavailable, answer.Refusal!.Code);
            }
            catch (TimeoutException)
            {
                // Neither taken nor refused: the same again.
            }
            await Task.Delay(TimeSpan.FromMilliseconds(250), TestContext.Current.CancellationToken);
        }
        throw new TimeoutException("The message was never taken.");
    }
}
