using System.Runtime.InteropServices;

namespace ChatMux.Cluster.Tests.Failover;

/// <summary>What came out, for people.</summary>
internal static class Report
{
    public static IEnumerable<string> Lines(string load, Faults faults, IReadOnlyCollection<string> wrong, params (string What, IReadOnlyCollection<Visitor> Authors)[] groups)
    {
        yield return $"Machine: {Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, .NET {Environment.Version}, {RuntimeInformation.ProcessArchitecture}";
        yield return $"Load: {load}";
        yield return $"Lost, doubled, out of order or other than acknowledged: {wrong.Count}";
        foreach (var (what, authors) in groups)
        {
            var written = authors.SelectMany(author => author.Written).ToArray();
            yield return $"{what}: {written.Length} written, {written.Count(message => message.Receipt is not null)} acknowledged";
            yield return "| fault | messages | p50 | p99 | longest | within 3 s | sockets ended | longest until all are back |";
            yield return "|---|--:|--:|--:|--:|--:|--:|--:|";
            foreach (var (fault, next) in faults.Done.Zip(faults.Done.Skip(1).Select(next => next.Begun).Append(long.MaxValue)))
                yield return Line(fault, authors, next);
        }
    }

    private static string Line(Fault fault, IReadOnlyCollection<Visitor> authors, long next)
    {
        var (delays, returns) = (fault.Delays(authors, next), fault.Returns(authors, next));
        var soon = delays.Count == 0 ? 1 : delays.Count(delay => delay < TimeSpan.FromSeconds(3)) / (double)delays.Count;
        return $"| {fault.Name} | {delays.Count} | {At(delays, 0.5)} | {At(delays, 0.99)} | {At(delays, 1)} | {100 * soon:F1} % | {returns.Count} | {At(returns, 1)} |";
    }

    private static string At(IReadOnlyList<TimeSpan> sorted, double part) =>
        sorted.Count == 0 ? "" : $"{sorted[(int)Math.Ceiling(part * sorted.Count) - 1].TotalSeconds:F2} s";
}
