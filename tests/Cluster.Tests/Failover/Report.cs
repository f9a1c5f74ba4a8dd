using System.Runtime.InteropServices;

namespace ChatMux.Cluster.Tests.Failover;

/// <summary>What came out, for people.</summary>
internal static class Report
{
    public static IEnumerable<string> Lines(string load, Crowd crowd, Faults faults, IReadOnlyCollection<string> wrong)
    {
        var written = crowd.Members.SelectMany(member => member.Written).ToArray();
        yield return $"Machine: {Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, .NET {Environment.Version}, {RuntimeInformation.ProcessArchitecture}";
        yield return $"Load: {load}";
        yield return $"Messages: {written.Length} written, {written.Count(message => message.Receipt is not null)} acknowledged; {wrong.Count} lost, doubled, out of order or other than acknowledged";
        yield return "| fault | messages | p50 | p99 | longest | within 3 s | sockets ended | longest until all are back |";
        yield return "|---|--:|--:|--:|--:|--:|--:|--:|";
        foreach (var (fault, next) in faults.Done.Zip(faults.Done.Skip(1).Select(next => next.Begun).Append(long.MaxValue)))
            yield return Line(fault, crowd, next);
    }

    private static string Line(Fault fault, Crowd crowd, long next)
    {
        var (delays, returns) = (fault.Delays(crowd.Members, next), fault.Returns(crowd.Members, next));
        var soon = delays.Count == 0 ? 1 : delays.Count(delay => delay < TimeSpan.FromSeconds(3)) / (double)delays.Count;
        return $"| {fault.Name} | {delays.Count} | {At(delays, 0.5)} | {At(delays, 0.99)} | {At(delays, 1)} | {100 * soon:F1} % | {returns.Count} | {At(returns, 1)} |";
    }

    private static string At(IReadOnlyList<TimeSpan> sorted, double part) =>
        sorted.Count == 0 ? "" : $"{sorted[(int)Math.Ceiling(part * sorted.Count) - 1].TotalSeconds:F2} s";
}
