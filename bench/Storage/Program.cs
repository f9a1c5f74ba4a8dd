using System.Diagnostics;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Messages;
using ChatMux.Silo.Storage;
using ChatMux.Storage;
using ChatMux.Storage.Directs;
using ChatMux.Storage.History;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

// Messages (50 callers, 120 bytes) and grain state (32 grains, 1 KB), alone and together, over the ways to lay out the
// store. Usage: dotnet run -c Release --project bench/Storage [seconds per case, default 5]
// With "history [few many]": what the log costs when it holds few and many messages, default 1000 and 1000000; on a PostgreSQL
// with "--postgresql CONNECTION" behind it.
if (args is ["history", .. var rest])
{
    var (sizes, server) = rest is [.. var before, "--postgresql", var connectionString] ? (before, connectionString) : (rest, null);
    var (few, many) = sizes is [var small, var large] ? (Number(small), Number(large)) : (1_000, 1_000_000);
    await HistoryCost.Print(few, many, () => server is null ? Task.FromResult(LogHome.InFile()) : LogHome.InPostgreSql(server));
    return;
}
// With "directs [seconds]": sealed messages of friends at the grain; with "directs-history [few many]": what they cost in a conversation of
// few entries and of many, default 100 and 1000000.
if (args is ["directs", .. var time])
{
    await DirectsAtGrain.Print(TimeSpan.FromSeconds(time is [var text] ? Number(text) : 10));
    return;
}
if (args is ["directs-history", .. var counts])
{
    var (few, many) = counts is [var small, var large] ? (Number(small), Number(large)) : (100, 1_000_000);
    await DirectHistoryCost.Print(few, many);
    return;
}
var seconds = args.Length > 0 ? Number(args[0]) : 5;
Console.WriteLine($"{Environment.ProcessorCount} cores, {System.Runtime.InteropServices.RuntimeInformation.OSDescription}, "
    + $".NET {Environment.Version}, load {LoadAverage()}, {seconds} s a case, synchronous=FULL");
await Measure("one file, one queue", twoFiles: false, WriteLane.GrainState);
await Measure("one file, two lanes", twoFiles: false, WriteLane.MessageLog);
await Measure("two files", twoFiles: true, WriteLane.MessageLog);

static int Number(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

async Task Measure(string layout, bool twoFiles, WriteLane lane)
{
    var directory = Directory.CreateTempSubdirectory("chatmux-bench").FullName;
    using var stateFile = Make(Path.Join(directory, "state.db"));
    using var logFile = twoFiles ? Make(Path.Join(directory, "log.db")) : stateFile;
    await using (var log = new SqliteMessageLog(logFile, lane, NullLogger.Instance))
    {
        using var host = await StartSilo(stateFile);
        var factory = host.Services.GetRequiredService<IGrainFactory>();
        var grains = Enumerable.Range(0, 32).Select(i => factory.GetGrain<IStateGrain>($"{i:x32}")).ToArray();
        await Task.WhenAll(grains.Select(grain => grain.Write()));
        foreach (var (name, messages, state) in new[] { ("messages alone", 50, 0), ("one message caller", 1, 0), ("state alone", 0, 32), ("both", 50, 32) })
        {
            Console.WriteLine($"\n{layout}: {name} (load {LoadAverage()})");
            await RunCase(log, grains, messages, state);
        }
        await host.StopAsync();
    }
    Directory.Delete(directory, recursive: true);
}

async Task RunCase(SqliteMessageLog log, IStateGrain[] grains, int messages, int state)
{
    var authors = Enumerable.Range(0, messages)
        .Select(_ => (HexId.New<ConversationId>(), HexId.New<UserId>(), HexId.New<DeviceId>())).ToArray();
    var body = new byte[120];
    var loads = new List<Load>();
    if (messages > 0)
    {
        loads.Add(new Load("append a message", messages, async (caller, turn) =>
        {
            var (conversation, author, device) = authors[caller];
            var outcome = await log.Append(conversation, [new LogEntry(turn, HexId.New<MessageId>(), author, device, turn, LogEntryKind.Message, body)]);
            if (outcome != AppendOutcome.Appended) throw new InvalidOperationException(outcome.ToString());
        }));
    }
    if (state > 0) loads.Add(new Load("write grain state", state, (caller, _) => grains[caller].Write()));
    var cpu = Environment.CpuUsage.TotalTime;
    var clock = Stopwatch.StartNew();
    using var end = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
    await Task.WhenAll(loads.Select(load => load.Run(end.Token)));
    var elapsed = clock.Elapsed;
    foreach (var load in loads) Console.WriteLine($"  {load.Report(elapsed)}");
    Console.WriteLine($"  CPU {(Environment.CpuUsage.TotalTime - cpu) / elapsed:N2} cores");
}

static SqliteFile Make(string path)
{
    var file = new SqliteFile(path);
    SqliteSchema.Apply(file);
    return file;
}

static async Task<IHost> StartSilo(SqliteFile file)
{
    var builder = Host.CreateApplicationBuilder();
    builder.Logging.SetMinimumLevel(LogLevel.Warning);
    builder.Services.AddSingleton(file);
    builder.UseOrleans(silo => silo.UseLocalhostClustering(siloPort: 21111, gatewayPort: 0).AddSqliteGrainStorage());
    var host = builder.Build();
    await host.StartAsync();
    return host;
}

static string LoadAverage() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg")[..4] : "unknown";
