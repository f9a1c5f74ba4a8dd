using System.Diagnostics;
using System.Net;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.Grains.Interfaces.Lobby;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.WebFront.Tests;

namespace ChatMux.Cluster.Tests;

/// <summary>A silo and fronts in processes of their own: the silo dies or hangs.</summary>
public sealed class SiloLossTests(ITestOutputHelper output)
{
    /// <summary>Longest that anything here takes to heal; what it really takes is written down, not asserted.</summary>
    private static readonly TimeSpan Healing = TimeSpan.FromSeconds(90);

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
    public async Task When_the_silo_dies_while_people_write_through_both_fronts_nothing_is_missing_or_doubled()
    {
        const int Before = 200, After = 400;
        await using var place = new Place();
        var silo = place.Silo();
        var fronts = new[] { place.Front(), place.Front() };
        var authors = Enumerable.Range(1, 6).Select(i => new Author($"Author {i}")).ToArray();
        foreach (var (i, author) in authors.Index())
            await author.Come(await fronts[i % 2].Ready());
        await using var reader = await TestBrowser.Enter(await fronts[0].Ready(), "Reader");
        TaskCompletionSource many = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using var enough = new CancellationTokenSource();
        var acknowledged = 0;
        var writing = Task.WhenAll(authors.Select(author => author.WriteThrough(() =>
        {
            var now = Interlocked.Increment(ref acknowledged);
            if (now == Before) many.SetResult();
            if (now == After) enough.Cancel();
        }, enough.Token)));

        await many.Task;
        await silo.Kill();
        var atKill = Volatile.Read(ref acknowledged);
        var watch = Stopwatch.StartNew();
        silo = place.Silo();
        await silo.Says("fronts join");
        output.WriteLine($"{atKill} acknowledged when the silo died; it was back after {watch.Elapsed.TotalSeconds:F1} s.");
        await writing.WaitAsync(Healing, TestContext.Current.CancellationToken);
        output.WriteLine($"{acknowledged} acknowledged after {watch.Elapsed.TotalSeconds:F1} s.");
        var history = await reader.ReadAll();
        history.AssertExact(authors);
        // The browsers learn without asking that there is more than they heard.
        foreach (var browser in authors.Select(author => author.Browser).Append(reader))
        {
            await browser.Sees<ServerEvent>(e => e is MessagePosted m && m.Message.Sequence == history.Count
                || e is ConversationPosition p && p.Head == history.Count || e is ResyncNeeded, Healing);
            Assert.False(browser.Closed.Task.IsCompleted);
            await browser.DisposeAsync();
        }
        foreach (var process in fronts.Append(silo))
            Assert.DoesNotContain(process.Lines, line => line.Contains("fail:", StringComparison.Ordinal));
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
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await Probe.Status(await front.Ready(), "/api/entry", ada.Cookie));
        silo.Signal("CONT");
        await Taken(() => ada.Says("hello", id));
        output.WriteLine($"Taken after {watch.Elapsed.TotalSeconds:F1} s.");
        Assert.Single(await ada.ReadAll());
        Assert.DoesNotContain(front.Lines, line => line.Contains("fail:", StringComparison.Ordinal));
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
