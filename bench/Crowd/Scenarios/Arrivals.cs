using System.Diagnostics;
using ChatMux.Crowd.Clients;
using ChatMux.Crowd.Measures;
using ChatMux.Crowd.Servers;

namespace ChatMux.Crowd.Scenarios;

/// <summary>A crowd comes at once, and each wants to see who else is there. The bare hub has no list: there they only come.</summary>
internal sealed class Arrivals : IScenario
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public string Name => "arrivals";

    public async Task<Table> Play(Stage stage)
    {
        var people = stage.Options.Crowd(2000);
        var table = new Table($"arrivals: {people} people at once, signed in before",
            "server", "all attached s", "p50 ms", "p99 ms", "all see all s", "who see all", "lists fetched again", "failed attempts",
            "server CPU s", "crowd CPU s", "MB to the crowd");
        foreach (var kind in stage.Kinds)
            table.Add(await stage.On(kind, "arrivals", people, (place, clients) => Measure(stage, place, clients)));
        return table;
    }

    private static async Task<string[]> Measure(Stage stage, Place place, Client[] clients)
    {
        var lists = place is ChatMuxPlace chatMux ? new CompleteLists(clients.Cast<ChatMuxBrowser>(), chatMux.Numbers) : null;
        var meter = new Meter(place.Server);
        var rush = new Rush();
        var attached = await rush.Come(stage, clients);
        var complete = lists is not null && await stage.Until(() => lists.Missing == 0, Patience)
            ? $"{Stopwatch.GetElapsedTime(rush.Begin, lists.Last).TotalSeconds:N2}" : "";
        var usage = meter.Read();
        return
        [
            place.Name, $"{attached.TotalSeconds:N2}", $"{rush.Delays.Milliseconds(0.5):N0}", $"{rush.Delays.Milliseconds(0.99):N0}",
            complete, lists is null ? "" : $"{clients.Length - lists.Missing}", lists is null ? "" : $"{lists.Fetches}", $"{rush.Failures}",
            $"{usage.Server.TotalSeconds:N2}", $"{usage.Driver.TotalSeconds:N2}", $"{clients.Sum(client => client.Socket!.BytesIn) / 1e6:N1}",
        ];
    }
}
