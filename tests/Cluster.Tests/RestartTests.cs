using System.Diagnostics;
using ChatMux.WebFront.Tests;

namespace ChatMux.Cluster.Tests;

/// <summary>The server is told to stop, as for an update, and started again.</summary>
public sealed class RestartTests(ITestOutputHelper output)
{
    [Fact]
    public async Task After_an_orderly_restart_rooms_messages_and_sessions_are_there()
    {
        await using var place = new Place();
        await using var first = place.Embedded();
        await using var ada = await TestBrowser.Enter(await first.Ready(), "Ada");
        await using var bo = await TestBrowser.Enter(await first.Ready(), "Bo");
        var receipt = (await ada.Says("before")).Value!;
        var me = ada.Welcome.Me;

        var watch = Stopwatch.StartNew();
        Assert.Equal(0, await first.Stop());
        output.WriteLine($"Stopped in {watch.Elapsed.TotalSeconds:F2} s with two browsers attached.");
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        await Task.WhenAll(ada.Closed.Task, bo.Closed.Task);
        Assert.DoesNotContain(first.Lines, line => line.Contains("fail:") || line.Contains("warn:"));

        await using var second = place.Embedded();
        await ada.Open(await second.Ready());
        var welcome = (await ada.Attach()).Value!;
        Assert.Equal(me, welcome.Me);
        Assert.Equal("General", Assert.Single(welcome.Lobby.Rooms).Name);
        var message = Assert.Single(await ada.ReadAll());
        Assert.Equal(("before", receipt.Sequence, me), (message.Text, message.Sequence, message.Author));
        await bo.Open(await second.Ready());
        Assert.Equal(1, Assert.Single((await bo.Attach()).Value!.Inbox.Conversations).Unread);
        Assert.Equal(receipt.Sequence + 1, (await bo.Says("after")).Value!.Sequence);
    }
}
