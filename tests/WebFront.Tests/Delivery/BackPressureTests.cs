using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.WebFront.Delivery;
using ChatMux.WebFront.Messages;

namespace ChatMux.WebFront.Tests.Delivery;

[Collection<Alone>]
public sealed class BackPressureTests(ITestOutputHelper output)
{
    private const int Size = 100;
    private const int Slow = 10;
    private const int AtOnce = 20;

    // As long as a message may be, and three bytes for each character.
    private static string Long(string text) => text + new string('界', 4_000 - text.Length);

    [Fact]
    public async Task Ten_of_a_hundred_that_never_read_keep_nothing_from_the_others_cost_a_bounded_amount_and_resync_when_they_read()
    {
        await using var cluster = await TestCluster.StartOwn();
        var fronts = new[] { cluster.One, cluster.Two };
        await using var crowd = await Crowd.Enter(Size, fronts);
        var (slow, others) = (crowd.Members.Take(Slow).ToArray(), crowd.Members.Skip(Slow).ToArray());
        await Tell(others, "to warm up");
        var before = await Tell(others, "before");
        foreach (var (browser, i) in slow.Select((b, i) => (b, i)))
            await StopReading(browser, fronts[i % 2]);

        var said = new List<(long Sequence, TimeSpan[] Delays)>();
        while (fronts.Sum(f => f.Readings.Overflows) < Slow)
        {
            Assert.True(said.Count < 1000, "outboxes never overflow");
            said.AddRange(await Tell(others, $"while some do not read {said.Count}"));
            // Now it waits behind what was told, and is discarded with it.
            if (said.Count == AtOnce)
                foreach (var browser in slow)
                    await cluster.Grains.GetGrain<IConnectionGrain>(browser.Connection.Value).Post(new BuildChanged("by mailbox"));
            Assert.All(fronts, f => Assert.InRange(f.FullestOutbox, 0, Outbox.MaxBytes));
        }
        foreach (var front in fronts)
            front.Readings.Read();
        Print("nobody slow", before);
        Print($"{Slow} of {Size} slow", said);
        output.WriteLine($"{said.Count} messages of 12 kB were sent; {fronts.Sum(f => f.Readings.OutboxBytes) / 1024} KiB of them wait");

        foreach (var browser in slow)
        {
            browser.ReadAgain();
            await browser.Sees<ResyncNeeded>();
            await browser.Sees<BuildChanged>(built => built.Build == "by mailbox");
            var has = (await Fetch(browser, said.Min(s => s.Sequence) - 1)).Select(m => m.Sequence);
            Assert.Equal(said.Select(s => s.Sequence).Order(), has);
        }
    }

    private static async Task StopReading(LightBrowser browser, TestFront front)
    {
        browser.Drop();
        await browser.Open(front, receiveBuffer: 4096);
        Assert.Null((await browser.Attach(browser.Position)).Refusal);
        browser.StopReading();
    }

    private static Task<(long Sequence, TimeSpan[] Delays)[]> Tell(LightBrowser[] hearers, string text) =>
        Task.WhenAll(Enumerable.Range(0, AtOnce).Select(i => Crowd.Hear(hearers, hearers[i], Long($"{text} {i} "))));

    private static async Task<List<ChatMessage>> Fetch(LightBrowser browser, long after)
    {
        var fetched = new List<ChatMessage>();
        MessagePage page;
        do
        {
            page = (await browser.Call<MessagePage>("ReadMessages", new ReadMessagesCommand(browser.General, null, after, 50))).Value!;
            fetched.AddRange(page.Messages);
            after = fetched[^1].Sequence;
        }
        while (after < page.Head);
        return fetched;
    }

    private void Print(string what, IEnumerable<(long, TimeSpan[] Delays)> said)
    {
        var delays = said.SelectMany(s => s.Delays).Select(d => d.TotalMilliseconds).Order().ToArray();
        output.WriteLine($"{what}: {AtOnce} at once reach the others after {delays[delays.Length / 2]:f0} ms (p50), {delays[delays.Length * 99 / 100]:f0} ms (p99)");
    }
}
