[assembly: AssemblyFixture(typeof(ChatMux.Browser.Tests.Stage))]
// More than there are cores: much of the time is waiting, for somebody to be gone or for a line to stop typing.
[assembly: Xunit.v3.Parallelization(MaxThreads = 4)]

namespace ChatMux.Browser.Tests;

/// <summary>What the tests of this assembly share: one running ChatMux and one Chromium.</summary>
public sealed class Stage : IAsyncLifetime
{
    public const float PatienceMs = 60_000;
    private IPlaywright _playwright = null!;

    internal ChatServer Server { get; private set; } = null!;

    internal IBrowser Chromium { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        // The only limit of every wait: long enough for a busy machine, and reached only by a test that fails.
        SetDefaultExpectTimeout(PatienceMs);
        var server = ChatServer.Start();
        _playwright = await Playwright.CreateAsync();
        Chromium = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-dev-shm-usage"],
        });
        Server = await server;
    }

    public async ValueTask DisposeAsync()
    {
        await Chromium.DisposeAsync();
        _playwright.Dispose();
        await Server.DisposeAsync();
    }
}
