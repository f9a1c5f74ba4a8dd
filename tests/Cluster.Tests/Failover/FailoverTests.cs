using System.Globalization;
using ChatMux.Silo.Tests.Storage.PostgreSql;
using Npgsql;

[assembly: AssemblyFixture(typeof(PostgreSqlServer))]

namespace ChatMux.Cluster.Tests.Failover;

/// <summary>
/// Three silos, two fronts and a PostgreSQL, each a process of its own, and a hundred people who write in rooms and ten pairs of friends who
/// write sealed messages, while one after the other is killed, told to stop, or away. With <c>CHATMUX_FAILOVER_MINUTES</c> it goes on for that long, with longer outages.
/// </summary>
public sealed class FailoverTests(PostgreSqlServer database, ITestOutputHelper output)
{
    private const int People = 100;
    private const int Pairs = 10;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>Longest that anything here takes to heal; what it really takes is written down, not asserted.</summary>
    private static readonly TimeSpan Healing = TimeSpan.FromSeconds(90);

    private static readonly double Minutes =
        double.Parse(Environment.GetEnvironmentVariable("CHATMUX_FAILOVER_MINUTES") ?? "0", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Whatever_goes_nothing_acknowledged_is_lost_doubled_or_out_of_order()
    {
        await using var place = new Place(await database.CreateDatabase());
        var silos = Enumerable.Range(0, 3).Select(_ => place.Silo()).ToList();
        var fronts = Enumerable.Range(0, 2).Select(_ => new Uri($"http://localhost:{Place.FreePort()}"))
            .ToDictionary(address => address, address => place.Front($"http://127.0.0.1:{address.Port}"));
        await Task.WhenAll(silos.Select(silo => silo.Says("fronts join")).Concat<Task>(fronts.Values.Select(front => front.Ready())));
        var (entering, befriending) = (Crowd.Enter([.. fronts.Keys], People), Friends.Enter([.. fronts.Keys], Pairs));
        await using var crowd = await entering;
        await using var friends = await befriending;
        using var enough = new CancellationTokenSource();
        var writing = Task.WhenAll(crowd.Write(Pause, enough.Token), friends.Write(Pause, enough.Token));

        var faults = new Faults(place, database, fronts, silos);
        var until = TimeProvider.System.GetUtcNow().AddMinutes(Minutes);
        var (between, away) = Minutes > 0 ? (TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(10)) : (TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(3));
        do
        {
            foreach (var fault in new[] { faults.KillSilo, faults.StopSilo, faults.HangSilo, faults.KillFront, faults.StopFront, () => faults.StopDatabase(away) })
            {
                // What happens meanwhile is what is looked at, not waited for.
                await Task.Delay(between, TestContext.Current.CancellationToken);
                await fault();
            }
        }
        while (TimeProvider.System.GetUtcNow() < until);
        await Task.Delay(between, TestContext.Current.CancellationToken);
        await enough.CancelAsync();
        await writing.WaitAsync(Healing, TestContext.Current.CancellationToken);

        string[] wrong = [.. (await Task.WhenAll(crowd.Check(Healing), friends.Check(Healing))).SelectMany(found => found)];
        var load = $"{People} people and {Pairs} pairs on {fronts.Count} fronts, {silos.Count} silos, a message each {Pause.TotalSeconds:0} s or more, {await Version()}";
        foreach (var line in Report.Lines(load, faults, wrong, ("In rooms", [.. crowd.Members]), ("Sealed", [.. friends.All])))
            output.WriteLine(line);
        Assert.Empty(wrong);
    }

    private async Task<string> Version()
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return $"PostgreSQL {connection.PostgreSqlVersion}";
    }
}
