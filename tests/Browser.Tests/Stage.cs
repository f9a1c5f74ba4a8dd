using ChatMux.Cluster.Tests;
using ChatMux.Silo.Tests.Storage.PostgreSql;

[assembly: AssemblyFixture(typeof(ChatMux.Browser.Tests.Stage))]
// More than there are cores: much of the time is waiting, for somebody to be gone or for a line to stop typing.
[assembly: Xunit.v3.Parallelization(MaxThreads = 4)]

namespace ChatMux.Browser.Tests;

/// <summary>What the tests of this assembly share: one ChatMux, as a cluster of two silos and two fronts on PostgreSQL, and one Chromium.</summary>
public sealed class Stage : IAsyncLifetime
{
    public const float PatienceMs = 60_000;
    private readonly PostgreSqlServer _database = new();
    private Place _cluster = null!;
    private ChatServer[] _fronts = null!;
    private Balancer _balancer = null!;
    private IPlaywright _playwright = null!;

    /// <summary>Where people find the shared ChatMux. Each connection of theirs comes to the next front.</summary>
    internal Uri Address => _balancer.Address;

    internal IBrowser Chromium { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        // The only limit of every wait: long enough for a busy machine, and reached only by a test that fails.
        SetDefaultExpectTimeout(PatienceMs);
        var fronts = StartFronts();
        _playwright = await Playwright.CreateAsync();
        Chromium = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = new[] { "/usr/bin/chromium-headless-shell", "/usr/bin/chromium" }.First(File.Exists),
            Args = ["--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-dev-shm-usage"],
        });
        _fronts = await fronts;
        _balancer = Balancer.Before([.. _fronts.Select(front => front.Address)]);
    }

    /// <summary>Starts the two silos of a cluster with nothing in it.</summary>
    internal async Task<Place> StartCluster(params string[] settings)
    {
        var place = new Place(await _database.CreateDatabase());
        await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => place.Silo(settings).Says("fronts join")));
        return place;
    }

    public async ValueTask DisposeAsync()
    {
        await Chromium.DisposeAsync();
        _playwright.Dispose();
        await _balancer.DisposeAsync();
        foreach (var front in _fronts)
            await front.DisposeAsync();
        await _cluster.DisposeAsync();
        await _database.DisposeAsync();
    }

    private async Task<ChatServer[]> StartFronts()
    {
        await _database.InitializeAsync();
        _cluster = await StartCluster();
        return await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => ChatServer.StartFront(_cluster)));
    }
}
