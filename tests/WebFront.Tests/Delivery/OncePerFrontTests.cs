using ChatMux.Grains.Interfaces.Messages;

namespace ChatMux.WebFront.Tests.Delivery;

public sealed class OncePerFrontTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_message_to_a_thousand_on_two_fronts_is_two_batches_and_two_frames_and_reaches_everyone_once_and_in_order()
    {
        await using var cluster = await TestCluster.StartOwn();
        var sw = System.Diagnostics.Stopwatch.StartNew();
        await using var crowd = await Crowd.Enter(1000, cluster.One, cluster.Two);
        output.WriteLine($"entered {sw.Elapsed}");
        sw.Restart();
        for (var i = 0; i < 20; i++)
            Assert.Equal(i + 1, (await crowd.Members[i].Says($"message {i}")).Value?.Sequence);
        await crowd.Hears(20);
        output.WriteLine($"heard {sw.Elapsed}");
    }
}
