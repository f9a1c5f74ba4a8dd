using System.Diagnostics;

namespace ChatMux.Storage;

/// <summary>Callers that repeat one thing without a pause, and how long each repetition took.</summary>
internal sealed class Load(string name, int callers, Func<int, int, Task> act)
{
    private readonly List<long>[] _took = [.. Enumerable.Range(0, callers).Select(_ => new List<long>(1 << 16))];

    /// <summary>Runs until the token ends, and each caller's last repetition.</summary>
    public Task Run(CancellationToken end) => Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
    {
        for (var turn = 1; !end.IsCancellationRequested; turn++)
        {
            var start = Stopwatch.GetTimestamp();
            await act(caller, turn);
            _took[caller].Add(Stopwatch.GetTimestamp() - start);
        }
    })));

    /// <summary>One line of numbers.</summary>
    public string Report(TimeSpan elapsed)
    {
        var all = _took.SelectMany(one => one).Order().ToArray();
        double At(double share) => all.Length == 0 ? 0 : all[(int)((all.Length - 1) * share)] * 1000.0 / Stopwatch.Frequency;
        return $"{name,-22} {all.Length / elapsed.TotalSeconds,8:N0}/s   p50 {At(0.5),7:N2} ms   p99 {At(0.99),7:N2} ms   max {At(1),7:N1} ms";
    }
}
