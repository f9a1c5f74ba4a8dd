using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.WebFront.Connections;
using ChatMux.WebFront.Delivery;
using ChatMux.WebFront.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.TestingHost;

namespace ChatMux.WebFront.Tests;

/// <summary>A real front on Kestrel with a client of its own to the test cluster.</summary>
internal sealed class TestFront(WebApplication app, FrontLine line) : IAsyncDisposable
{
    // Limits are for people; here a few clients stand for many, all from one address.
    private static readonly string[] ForCrowds =
    [
        "--urls=http://127.0.0.1:0",
        "--ChatMux:Limits:SessionsPerAddress:Burst=100000",
        "--ChatMux:Limits:SocketsPerAddress=100000",
    ];

    private bool _gone;

    /// <summary>Its address as browsers use it: by name, since by number they are led to the name.</summary>
    public Uri Address { get; } = new UriBuilder(app.Urls.Single()) { Host = "localhost" }.Uri;

    public static implicit operator Uri(TestFront front) => front.Address;

    /// <summary>What runs between it and the grains.</summary>
    public FrontLine Line => line;

    /// <summary>By what grains know it.</summary>
    public FrontId Id => app.Services.GetRequiredService<Front>().Id;

    /// <summary>Hands it a batch, as a grain would.</summary>
    public Task Deliver(TopicId topic, params ServerEvent[] events) =>
        app.Services.GetRequiredService<FrontObserver>().DeliverTopic(topic, events);

    public FrontReadings Readings { get; } = new(app.Services);

    /// <summary>How many browsers are attached to it.</summary>
    public int Attached => Browsers.All.Count();

    /// <summary>The fullest outbox of all its browsers, in bytes.</summary>
    public int FullestOutbox => Browsers.All.Max(b => b.Outbox.WaitingBytes);

    private Browsers Browsers => app.Services.GetRequiredService<Browsers>();

    public static async Task<TestFront> Start(TestCluster cluster, TimeProvider time, params string[] settings)
    {
        var line = new FrontLine(time);
        var builder = FrontDoor.CreateBuilder([.. ForCrowds, .. settings]).AddFrontDoor();
        builder.Logging.ClearProviders();
        builder.UseOrleansClient(cluster.Join);
        builder.Services.Replace(ServiceDescriptor.Singleton(time));
        builder.Services.UseTimeProviderForBackgroundAreas(TimeProvider.System);
        builder.Services.AddFront(builder.Configuration);
        // These wait for Orleans, and Orleans' own clock is the real one.
        builder.Services.RemoveAll<IOutgoingGrainCallFilter>();
        builder.Services.AddSingleton<IOutgoingGrainCallFilter>(line);
        builder.Services.AddSingleton<IOutgoingGrainCallFilter>(new RejectedCalls(TimeProvider.System));
        builder.Services.AddSingleton<FrontObserver>();
        builder.Services.Replace(ServiceDescriptor.Singleton(services => line.To(services.GetRequiredService<FrontObserver>())));
        var app = builder.Build();
        app.UseFrontDoor();
        app.MapFront();
        await app.StartAsync();
        return new TestFront(app, line);
    }

    /// <summary>Stops it as an operator does: it says goodbye to the grains and to its browsers.</summary>
    public async Task Stop()
    {
        if (_gone)
            return;
        _gone = true;
        await app.StopAsync();
        await End();
    }

    /// <summary>It is gone without a word to the grains.</summary>
    public async Task Die()
    {
        _gone = true;
        line.Cut();
        try
        {
            await app.StopAsync(new CancellationToken(canceled: true));
        }
        catch (OperationCanceledException)
        {
            // Orleans' client complains when it has not ended in no time at all, which is what is asked of it.
        }
        await End();
    }

    /// <summary>
    /// Waits until it has renewed every subscription that is due, but not for long: a front that cannot does not stop time.
    /// </summary>
    public async Task Renewed(DateTimeOffset now)
    {
        // A renewal comes at most 3.6 s after the one before.
        var due = now - ITopicGrain.RenewEvery * 1.2;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        for (var moved = line.Moved; IsDue(due) && !limit.IsCancellationRequested; moved = line.Moved)
            await Task.WhenAny(moved, Task.Delay(Timeout.Infinite, limit.Token));
    }

    public async ValueTask DisposeAsync()
    {
        line.Thaw();
        await Stop();
    }

    private bool IsDue(DateTimeOffset due) => !_gone && line.IsOpen && line.Renewals.Any(r => r < due);

    private async Task End()
    {
        Readings.Dispose();
        await app.DisposeAsync();
    }
}
