using System.Diagnostics;
using ChatMux.Crowd.Servers;

namespace ChatMux.Crowd.Measures;

/// <summary>What a span of time cost: begins when it is made.</summary>
internal sealed class Meter(ServerGroup server)
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly TimeSpan _server = server.Cpu;
    private readonly TimeSpan _driver = Environment.CpuUsage.TotalTime;

    /// <summary>Reads it; it goes on.</summary>
    public Usage Read() => new(Stopwatch.GetElapsedTime(_start), server.Cpu - _server, Environment.CpuUsage.TotalTime - _driver);
}

/// <summary>Time that passed, and processor time that the server and the crowd took of it.</summary>
internal sealed record Usage(TimeSpan Elapsed, TimeSpan Server, TimeSpan Driver)
{
    /// <summary>How many cores the server kept busy.</summary>
    public double ServerCores => Server / Elapsed;

    /// <summary>How many cores the crowd itself kept busy, which the server did not have.</summary>
    public double DriverCores => Driver / Elapsed;
}
