using System.Diagnostics;
using ChatMux.Silo.Tests.Storage.PostgreSql;

namespace ChatMux.Cluster.Tests.Failover;

/// <summary>A cluster of silos and fronts, and what is done to it. Whatever goes is replaced.</summary>
internal sealed class Faults(Place place, PostgreSqlServer database, Dictionary<Uri, ChatProcess> fronts, List<ChatProcess> silos)
{
    private readonly List<Fault> _done = [];
    private int _turn;

    /// <summary>All of them, in their order.</summary>
    public IReadOnlyList<Fault> Done => _done;

    /// <summary>A silo's process ends between two instructions.</summary>
    public Task KillSilo() => LoseSilo("kill -9 of a silo", silo => silo.Kill());

    /// <summary>A silo is told to stop.</summary>
    public Task StopSilo() => LoseSilo("stop of a silo", silo => silo.Stop());

    /// <summary>A silo stands still until the others have given it up, goes on as if nothing had been, and finds that it is no member any more.</summary>
    public Task HangSilo() => LoseSilo("a silo hangs and goes on", async silo =>
    {
        silo.Signal("STOP");
        await Task.Delay(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        silo.Signal("CONT");
        await silo.Exit();
    });

    /// <summary>A front's process ends between two instructions.</summary>
    public Task KillFront() => LoseFront("kill -9 of a front", front => front.Kill());

    /// <summary>A front is told to stop.</summary>
    public Task StopFront() => LoseFront("stop of a front", front => front.Stop());

    /// <summary>The database is stopped, and started after a while.</summary>
    public async Task StopDatabase(TimeSpan away)
    {
        var begun = Stopwatch.GetTimestamp();
        await database.Stop();
        await Task.Delay(away, TestContext.Current.CancellationToken);
        await database.Start();
        _done.Add(new Fault($"PostgreSQL away for {away.TotalSeconds:0} s", begun, Stopwatch.GetTimestamp()));
    }

    private async Task LoseSilo(string name, Func<ChatProcess, Task> lose)
    {
        var silo = silos[_turn++ % silos.Count];
        var begun = Stopwatch.GetTimestamp();
        _done.Add(new Fault(name, begun, begun));
        await lose(silo);
        silos.Remove(silo);
        var next = place.Silo();
        silos.Add(next);
        await next.Says("fronts join");
    }

    private async Task LoseFront(string name, Func<ChatProcess, Task> lose)
    {
        var (address, front) = fronts.ElementAt(_turn++ % fronts.Count);
        var begun = Stopwatch.GetTimestamp();
        _done.Add(new Fault(name, begun, begun));
        await lose(front);
        fronts[address] = place.Front($"http://127.0.0.1:{address.Port}");
        await fronts[address].Ready();
    }
}
