using System.Diagnostics;
using System.Runtime;
using ChatMux.Crowd.Measures;

namespace ChatMux.Storage.Directs;

/// <summary>
/// Pairs of friends who write sealed messages to each other without a breath, at the grain: silo, log and deliveries are the product's, but
/// there is no front and no socket, and nobody else is there. What is missing to <c>directs</c> of the crowd is what those cost.
/// </summary>
internal static class DirectsAtGrain
{
    private const int Pairs = 10;
    private const int Padded = 512;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);
    // What was written last is still being told.
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(1);

    private static readonly int[] Windows = [1, 2, 4];

    /// <summary>Measures and prints.</summary>
    public static async Task Print(TimeSpan time)
    {
        Console.WriteLine($"{Machine.Here}; {(GCSettings.IsServerGC ? "Server" : "Workstation")} GC{Environment.NewLine}Warm-up {WarmUp.TotalSeconds:N0} s, {time.TotalSeconds:N0} s each; load average before: {Machine.Load}");
        var table = new Table($"directs at the grain, without sockets: {Pairs} pairs of friends write sealed messages (padded to {Padded} bytes) to each other, synchronous=FULL",
            "window of each", "receipts/s", "p50 ms", "p99 ms", "delivered/s", "p50 ms", "p99 ms", "process µs/message", "cores", "MB", "resyncs");
        foreach (var window in Windows)
            table.Add(await Measure(window, time));
        Console.WriteLine();
        Console.WriteLine(table);
        Console.WriteLine($"Load average after: {Machine.Load}");
    }

    private static async Task<string[]> Measure(int window, TimeSpan time)
    {
        await using var silo = await DirectSilo.Start();
        using var ear = new FrontEar(silo);
        var talks = await Task.WhenAll(Enumerable.Range(0, Pairs).Select(pair => Begin(silo, ear, pair)));

        Histogram? receipts = null;
        using var end = new CancellationTokenSource();
        var writing = Task.WhenAll(talks.SelectMany(talk => talk.Both.SelectMany(writer => Enumerable.Range(0, window).Select(_ => Task.Run(async () =>
        {
            var envelope = talk.EnvelopeOf(writer);
            while (!end.IsCancellationRequested)
            {
                var bytes = new byte[envelope.Length];
                var moment = envelope.WriteTo(bytes);
                Answer.Must(await talk.Grain.Post(writer, bytes));
                Volatile.Read(ref receipts)?.RecordSince(moment);
            }
        })))));
        await Task.WhenAny(writing, Task.Delay(WarmUp));
        var (clock, cpu) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        var measured = new Histogram();
        ear.Deliveries = new Histogram();
        Volatile.Write(ref receipts, measured);
        await Task.WhenAny(writing, Task.Delay(time));
        Volatile.Write(ref receipts, null);
        var (delivered, elapsed, used) = (ear.Deliveries, clock.Elapsed, Environment.CpuUsage.TotalTime - cpu);
        ear.Deliveries = null;
        await end.CancelAsync();
        await writing;
        await Task.Delay(Calm);
        return
        [
            $"{window}",
            $"{measured.Count / elapsed.TotalSeconds:N0}", $"{measured.Milliseconds(0.5):N2}", $"{measured.Milliseconds(0.99):N2}",
            $"{delivered.Count / elapsed.TotalSeconds:N0}", $"{delivered.Milliseconds(0.5):N2}", $"{delivered.Milliseconds(0.99):N2}",
            $"{used.TotalMicroseconds / measured.Count:N1}", $"{used / elapsed:N2}", $"{Environment.WorkingSet >> 20}", $"{ear.Resyncs}",
        ];
    }

    private static async Task<DirectTalk> Begin(DirectSilo silo, FrontEar ear, int pair)
    {
        var talk = new DirectTalk(silo, await silo.SignUp($"Person {pair}"), await silo.SignUp($"Friend {pair}"), Padded);
        foreach (var actor in talk.Both)
            await ear.Attach(actor);
        await talk.Begin();
        return talk;
    }
}
