namespace ChatMux.Crowd.Servers;

/// <summary>The processes that a place is made of. What they use and hold is counted together.</summary>
/// <param name="fronts">Those that clients talk to.</param>
/// <param name="silos">Those behind them, if they are not in them.</param>
/// <param name="database">The database server, if it is not in them: it counts with the processor time that it uses.</param>
internal sealed class ServerGroup(IReadOnlyList<ServerProcess> fronts, IReadOnlyList<ServerProcess>? silos = null, Database? database = null) : IAsyncDisposable
{
    private readonly ServerProcess[] _processes = [.. fronts, .. silos ?? []];

    /// <summary>Where the fronts listen.</summary>
    public IReadOnlyList<Uri> Addresses { get; } = [.. fronts.Select(front => front.Address)];

    /// <summary>The system's numbers for the processes, for whoever wants to look into them while they run.</summary>
    public IEnumerable<int> Ids => _processes.Select(process => process.Id);

    /// <summary>Processor time that they have used so far, their own and the system's for them.</summary>
    public TimeSpan Cpu => _processes.Aggregate(database?.Cpu ?? TimeSpan.Zero, (sum, process) => sum + process.Cpu);

    /// <summary>The memory that they hold now, in bytes (RSS), without the database server's.</summary>
    public long Memory => _processes.Sum(process => process.Memory);

    /// <summary>What they had to complain about, each complaint once, and how often.</summary>
    public IEnumerable<string> Complaints => _processes.SelectMany(process => process.Complaints);

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
            await process.DisposeAsync();
    }
}
