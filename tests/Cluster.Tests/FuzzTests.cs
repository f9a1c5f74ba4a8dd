using System.Diagnostics;
using ChatMux.WebFront.Tests;

namespace ChatMux.Cluster.Tests;

/// <summary>A guest who sends what no browser would.</summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private static readonly Dictionary<string, object> NoHeaders = [];

    [Fact]
    public async Task Whatever_a_socket_sends_the_server_lives_says_nothing_and_the_others_do_not_notice()
    {
        await using var place = new Place();
        await using var server = place.Embedded("--ChatMux:Limits:CallsBurst=100", "--ChatMux:Limits:CallsPerSecond=20");
        var address = await server.Ready();
        await using var ada = await TestBrowser.Enter(address, "Ada");
        await using var bo = await TestBrowser.Enter(address, "Bo");
        await using var eve = await TestBrowser.Enter(address, "Eve");
        await ada.Says("first");
        var before = server.Memory;
        var slowest = TimeSpan.Zero;
        var seed = Random.Shared.Next();
        output.WriteLine($"Seed {seed}.");

        var random = new Random(seed);
        foreach (var (what, frames) in Shapes(random, eve.General.Value))
        {
            output.WriteLine(what);
            await using (var raw = await RawSocket.Open(address, eve.Cookie))
                await raw.SendAndHangUp(frames);
            await using (var raw = await RawSocket.Open(address, eve.Cookie))
                foreach (var frame in frames)
                    if (!await raw.Send(frame))
                        break;
            Assert.True(server.Lives, $"{what} ended the server:\n{string.Join('\n', server.Lines.TakeLast(20))}");
            // A word from Ada to Bo while whatever it was is being digested.
            var watch = Stopwatch.StartNew();
            var receipt = (await ada.Says(what)).Value;
            if (receipt is not null)
                await bo.Sees<Grains.Interfaces.Messages.MessagePosted>(m => m.Message.Sequence == receipt.Sequence);
            slowest = slowest > watch.Elapsed ? slowest : watch.Elapsed;
        }
        foreach (var handshake in new[] { "\u001e", "{}\u001e", "[[[[\u001e", "{\"protocol\":\"json\",\"version\":1}\u001e", "{\"protocol\":\"messagepack\",\"version\":99}\u001e", new string('x', 40_000) })
            await using (var raw = await RawSocket.Open(address, eve.Cookie, handshake))
                await raw.Ends();

        var grown = server.Memory - before;
        output.WriteLine($"Slowest word between the others: {slowest.TotalMilliseconds:F0} ms; memory {before >> 20} MiB and {grown >> 20} MiB more.");
        Assert.InRange(grown, long.MinValue, 256L << 20);
        Assert.False(ada.Closed.Task.IsCompleted || bo.Closed.Task.IsCompleted || eve.Closed.Task.IsCompleted);
        Assert.Equal(0, await server.Stop());
        Assert.DoesNotContain(server.Lines, IsComplaint);
    }

    // Orleans' monitor of its own health speaks of a machine that is busy with other tests, not of what was sent.
    private static bool IsComplaint(string line) => !line.Contains("LocalSiloHealthMonitor", StringComparison.Ordinal)
        && new[] { "warn:", "fail:", "crit:", "Unhandled" }.Any(word => line.Contains(word, StringComparison.Ordinal));

    private static IEnumerable<(string What, IEnumerable<byte[]> Frames)> Shapes(Random random, string room)
    {
        byte[] Noise(int length)
        {
            var bytes = new byte[length];
            random.NextBytes(bytes);
            return bytes;
        }
        byte[] Call(string? id, string target, params object?[] arguments) => RawSocket.Frame(1, NoHeaders, id, target, arguments);
        byte[] Nested(int depth) => [.. Enumerable.Repeat((byte)0x91, depth), 0xc0];
        // The first bytes of an honest call, then something else in the place of its argument.
        byte[] Argument(byte[] bytes) => RawSocket.Frame([0x95, 0x01, 0x80, 0xa1, (byte)'1', 0xab, .. "SendMessage"u8, 0x91, .. bytes]);

        foreach (var length in new[] { 1, 2, 10, 100, 1_000, 30_000 })
        {
            yield return ($"{length} bytes of noise", Enumerable.Range(0, 10).Select(_ => Noise(length)));
            yield return ($"frames of {length} bytes of noise", Enumerable.Range(0, 10).Select(_ => RawSocket.Frame(Noise(length))));
        }
        for (var type = -1; type <= 10; type++)
        {
            yield return ($"message type {type} alone", [RawSocket.Frame(type)]);
            yield return ($"message type {type} with a little", [RawSocket.Frame(type, NoHeaders, "1", "SendMessage", Array.Empty<object>(), Array.Empty<string>())]);
            yield return ($"message type {type} with nonsense", [RawSocket.Frame(type, 1, 2, 3, 4, 5, 6)]);
        }
        yield return ("an empty frame", [[0]]);
        yield return ("a length of four gigabytes", [[0xff, 0xff, 0xff, 0xff, 0x0f]]);
        yield return ("a length that never ends", [[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]]);
        yield return ("a frame over the limit", [RawSocket.Frame(new byte[40_000])]);
        yield return ("half a frame", [RawSocket.Frame(new byte[20_000])[..10_000]]);
        yield return ("an array of four billion", [RawSocket.Frame([0xdd, 0xff, 0xff, 0xff, 0xff])]);
        yield return ("four billion arguments", [RawSocket.Frame([0x95, 0x01, 0x80, 0xa1, (byte)'1', 0xab, .. "SendMessage"u8, 0xdd, 0xff, 0xff, 0xff, 0xff])]);
        yield return ("four billion headers", [RawSocket.Frame([0x95, 0x01, 0xdf, 0xff, 0xff, 0xff, 0xff])]);
        yield return ("a map of four billion", [Argument([0xdf, 0xff, 0xff, 0xff, 0xff])]);
        yield return ("a text of four billion", [Argument([0xdb, 0xff, 0xff, 0xff, 0xff])]);
        yield return ("deep nesting as a message", [RawSocket.Frame(Nested(32_000))]);
        yield return ("deep nesting as an argument", [Argument(Nested(32_000))]);
        yield return ("deep nesting in an unknown member", [Argument([0x81, 0xa1, (byte)'x', .. Nested(32_000)])]);
        yield return ("deep nesting in a known member", [Argument([0x81, 0xa2, (byte)'i', (byte)'d', .. Nested(32_000)])]);
        yield return ("deep maps in an unknown member", [Argument([0x81, 0xa1, (byte)'x', .. Enumerable.Range(0, 10_000).SelectMany(_ => new byte[] { 0x81, 0xa1, (byte)'x' }), 0xc0])]);
        yield return ("a text that is not UTF-8", [Argument([0x83, 0xa2, (byte)'i', (byte)'d', 0xa2, 0xff, 0xfe, 0xa4, .. "text"u8, 0xa1, 0xff, 0xac, .. "conversation"u8, 0xc0])]);
        yield return ("extension types", [Argument([0xc7, 0x04, 0xff, 1, 2, 3, 4]), Argument([0xd6, 0xff, 0, 0, 0, 0])]);
        yield return ("numbers that are none", [Call("1", "ReadMessages", new Dictionary<string, object?> { ["conversation"] = room, ["before"] = double.NaN, ["count"] = double.PositiveInfinity })]);
        yield return ("numbers too great", [Call("1", "ReadMessages", new Dictionary<string, object?> { ["conversation"] = room, ["after"] = ulong.MaxValue, ["count"] = long.MaxValue })]);
        yield return ("methods that are there for the server only", new[] { "Malformed", "OnDisconnectedAsync", "OnConnectedAsync", "Dispose", "ToString", "get_Context" }
            .Select(method => Call("1", method)));
        yield return ("a flood of unknown methods without an id", Enumerable.Range(0, 5_000).Select(i => Call(null, $"Method{i}", i)));
        yield return ("a flood of calls", Enumerable.Range(0, 5_000).Select(i => Call($"{i}", "GetLobby")));
        yield return ("a flood of pings", Enumerable.Range(0, 5_000).Select(_ => RawSocket.Frame(6)));
        yield return ("a flood of stream items", Enumerable.Range(0, 2_000).Select(i => RawSocket.Frame(2, NoHeaders, $"{i}", "x")));
        yield return ("a flood of streams", Enumerable.Range(0, 2_000).Select(i => RawSocket.Frame(4, NoHeaders, $"{i}", "GetLobby", Array.Empty<object>())));
        yield return ("calls that bring streams", Enumerable.Range(0, 200).Select(i => RawSocket.Frame(1, NoHeaders, $"{i}", "GetLobby", Array.Empty<object>(), new[] { "s1", "s2" })));
        yield return ("answers to nothing", Enumerable.Range(0, 2_000).Select(i => RawSocket.Frame(3, NoHeaders, $"{i}", 3, "x")));
        yield return ("goodbye", [RawSocket.Frame(7, "because")]);
    }
}
