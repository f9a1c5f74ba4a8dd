using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.WebFront.Tests;

namespace ChatMux.Cluster.Tests;

/// <summary>A silo and fronts in processes of their own.</summary>
public sealed class ClusterTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

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
        Assert.Equal(HttpStatusCode.OK, await Probe.Status(address, "/health/live"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await Probe.Status(address, "/health/ready"));

        var watch = Stopwatch.StartNew();
        await using var silo = place.Silo();
        Assert.Equal(address, await front.Ready());
        output.WriteLine($"Ready {watch.Elapsed.TotalSeconds:F1} s after its silo was started.");
        Assert.Equal(HttpStatusCode.OK, await Probe.Status(address, "/health/ready"));
        await using var ada = await TestBrowser.Enter(address, "Ada");
        Assert.NotNull((await ada.Says("hello")).Value);
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
            catch (SocketException) when (watch.Elapsed < Patience)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken);
            }
        }
    }
}
