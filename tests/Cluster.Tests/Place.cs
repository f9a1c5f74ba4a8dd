using System.Net.NetworkInformation;

namespace ChatMux.Cluster.Tests;

/// <summary>A data directory, or a PostgreSQL database, with the processes that use it. Whatever a test does, all of them end with it.</summary>
/// <param name="database">The connection string of an empty database; without one, everything is in the directory.</param>
internal sealed class Place(string? database = null) : IAsyncDisposable
{
    // Limits are for people; here a few clients stand for many, all from one address.
    private static readonly string[] ForCrowds =
    [
        "--ChatMux:Limits:SessionsPerAddress:Burst=100000",
        "--ChatMux:Limits:GuestMessages:Burst=1000000",
        "--ChatMux:Limits:GuestMessages:PerSecond=1000000",
        "--ChatMux:Limits:IdentityMessages:Burst=1000000",
        "--ChatMux:Limits:IdentityMessages:PerSecond=1000000",
        "--ChatMux:Limits:HistoryReads:Burst=1000000",
        "--ChatMux:Limits:CallsBurst=1000000",
        "--ChatMux:Limits:CallsPerSecond=1000000",
    ];

    private readonly List<ChatProcess> _processes = [];
    private readonly int _siloPort = FreePort();
    private readonly int _gatewayPort = FreePort();

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("chatmux-cluster-").FullName;

    private string Data => $"--ChatMux:DataDirectory={Path.Combine(Directory, "data")}";

    /// <summary>The server as most run it: one process.</summary>
    public ChatProcess Embedded(params string[] args) =>
        Add(ChatProcess.Front([Data, "--urls=http://127.0.0.1:0", .. ForCrowds, .. args]));

    /// <summary>What a front or a silo is told, to find the others.</summary>
    public string[] Cluster => database is null
        ? ["--ChatMux:Cluster=Localhost", $"--ChatMux:GatewayPort={_gatewayPort}"]
        : ["--ChatMux:Cluster=PostgreSql", $"--ConnectionStrings:ChatMux={database}"];

    /// <summary>A silo alone. On PostgreSQL it is one of several; in the directory, the next one takes the ports of the one before.</summary>
    public ChatProcess Silo(params string[] args) => Add(ChatProcess.Silo(database is null
        ? [Data, $"--ChatMux:SiloPort={_siloPort}", .. Cluster, .. ForCrowds, .. args]
        : [$"--ChatMux:SiloPort={FreePort()}", $"--ChatMux:GatewayPort={FreePort()}", .. Cluster, .. ForCrowds, .. args]));

    /// <summary>A front alone, which joins the silos.</summary>
    public ChatProcess Front(string url = "http://127.0.0.1:0") => Add(ChatProcess.Front([$"--urls={url}", .. Cluster, .. ForCrowds]));

    /// <summary>
    /// A port that nobody has. Not one of those that the system hands out by itself, which anyone's next connection may
    /// get before the process that it is meant for has started.
    /// </summary>
    public static int FreePort()
    {
        for (; ; )
        {
            var port = Random.Shared.Next(12_000, 32_000);
            if (IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().All(taken => taken.Port != port))
                return port;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
            await process.DisposeAsync();
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    private ChatProcess Add(ChatProcess process)
    {
        _processes.Add(process);
        return process;
    }
}
