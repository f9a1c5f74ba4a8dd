using System.Globalization;
using System.Runtime.InteropServices;
using ChatMux.Crowd;
using ChatMux.Crowd.Measures;
using ChatMux.Crowd.Scenarios;
using ChatMux.Crowd.Servers;

// Simulated browsers against real servers; see docs/development.md.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
// Nothing in the crowd blocks, so what arrives is handled where it was noticed, which saves a hand-over for each message.
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");

IScenario[] all = [new Echo(), new Pairs(), new Room(), new Arrivals(), new Friends(), new Directs(), new Idle(), new Storm()];
using var end = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
try
{
    var options = Options.Parse(args);
    using var stage = new Stage(options, [.. Kinds(options)], end.Token);
    Console.WriteLine($"{Machine.Describe(ChatMuxPlace.Program)}\nWarm-up {options.WarmUp.TotalSeconds:N1} s, window {options.Window.TotalSeconds:N1} s; load average before: {Machine.Load}\n");
    foreach (var scenario in Chosen(options.Names))
        Console.WriteLine(await scenario.Play(stage));
    Console.WriteLine($"Load average after: {Machine.Load}");
    return 0;
}
catch (FormatException mistake)
{
    await Console.Error.WriteLineAsync(mistake.Message);
    return 2;
}
catch (OperationCanceledException) when (end.IsCancellationRequested)
{
    return 1;
}

IEnumerable<IScenario> Chosen(IReadOnlyList<string> names) => names.Count == 0 ? all : names.Select(name =>
    all.FirstOrDefault(scenario => scenario.Name == name)
    ?? throw new FormatException($"There is no scenario {name}, only {string.Join(", ", all.Select(one => one.Name))}."));

// The one to compare with comes last.
IEnumerable<PlaceKind> Kinds(Options options)
{
    yield return ChatMuxPlace.Alone;
    if (options.PostgreSql is { } connectionString)
        yield return ChatMuxPlace.Cluster(connectionString);
    if (options.WithCeiling)
        yield return new PlaceKind(CeilingPlace.Title, CeilingPlace.Open);
}

// Whatever was started ends with the case that it was started for.
void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    end.Cancel();
}
