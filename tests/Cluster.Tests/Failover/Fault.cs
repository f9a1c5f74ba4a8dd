using System.Diagnostics;

namespace ChatMux.Cluster.Tests.Failover;

/// <summary>Something that was done to the cluster, as time stamps: it began, and from <paramref name="Over"/> on nothing stood in the way of mending.</summary>
/// <param name="Name">What it was.</param>
/// <param name="Begun">When.</param>
/// <param name="Over">When what was taken away was back, where it is needed; otherwise the same.</param>
/// <param name="Front">The front that went, if one did.</param>
internal sealed record Fault(string Name, long Begun, long Over, Uri? Front = null)
{
    // What is begun later has nothing to do with it any more.
    private static readonly TimeSpan Reach = TimeSpan.FromSeconds(15);

    /// <summary>How long it took to acknowledge each message that was on its way or begun soon after, counted from when it could be.</summary>
    public IReadOnlyList<TimeSpan> Delays(IEnumerable<Member> members) =>
    [
        .. members.SelectMany(member => member.Written)
            .Where(message => message.Receipt is not null && message.AnsweredAt >= Begun && Stopwatch.GetElapsedTime(Over, message.BegunAt) < Reach)
            .Select(message => message.AnsweredAt > Over ? Stopwatch.GetElapsedTime(Math.Max(Over, message.BegunAt), message.AnsweredAt) : TimeSpan.Zero)
            .Order(),
    ];

    /// <summary>How long after it each socket that it ended was attached again.</summary>
    public IReadOnlyList<TimeSpan> Returns(IEnumerable<Member> members) =>
    [
        .. members.SelectMany(member => member.Aways.ToArray())
            .Where(away => away.From >= Begun && Stopwatch.GetElapsedTime(Over, away.From) < Reach)
            .Select(away => Stopwatch.GetElapsedTime(Over, away.To))
            .Order(),
    ];
}
