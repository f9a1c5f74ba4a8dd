using System.Diagnostics;

namespace ChatMux.Cluster.Tests.Failover;

/// <summary>Something that was done to the cluster, as time stamps.</summary>
/// <param name="Name">What it was.</param>
/// <param name="Begun">When.</param>
/// <param name="Over">From when on nothing stood in the way of mending: when the database was back; otherwise the same.</param>
internal sealed record Fault(string Name, long Begun, long Over)
{
    /// <summary>How long it took to acknowledge each message that was on its way or begun before the next fault, counted from when it could be.</summary>
    public IReadOnlyList<TimeSpan> Delays(IEnumerable<Visitor> members, long next) =>
    [
        .. members.SelectMany(member => member.Written)
            .Where(message => message.Receipt is not null && message.AnsweredAt >= Over && message.BegunAt < next)
            .Select(message => Stopwatch.GetElapsedTime(Math.Max(Over, message.BegunAt), message.AnsweredAt))
            .Order(),
    ];

    /// <summary>How long after it each socket that ended before the next fault was attached again.</summary>
    public IReadOnlyList<TimeSpan> Returns(IEnumerable<Visitor> members, long next) =>
    [
        .. members.SelectMany(member => member.Aways)
            .Where(away => away.From >= Begun && away.From < next)
            .Select(away => Stopwatch.GetElapsedTime(Over, away.To))
            .Order(),
    ];
}
