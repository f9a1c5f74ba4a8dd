using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.WebFront;
using ChatMux.WebFront.Delivery;
using ChatMux.WebFront.Hosting;
using ChatMux.WebFront.Tests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.TestingHost;

namespace ChatMux.Model.Tests.Place;

/// <summary>A real front on Kestrel, with a cluster client of its own, that can end in two ways.</summary>
internal sealed class ModelFront : IAsyncDisposable
{
    // Limits are for people; here a few tabs stand for many, all from one address, and hours pass in seconds.
    private static readonly string[] ForCrowds =
    [
        "--urls=http://127.0.0.1:0",
        "--ChatMux:Limits:SessionsPerAddress:Burst=1000000",
        "--ChatMux:Limits:SocketsPerAddress=1000000",
        "--ChatMux:Limits:CallsBurst=1000000",
        "--ChatMux:Limits:CallsPerSecond=1000000",
    ];

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    private readonly WebApplication _app;
    private readonly FrontLine _line;
    private readonly TimeProvider _time;
    private DateTimeOffset _givenUp;

    private ModelFront(WebApplication app, FrontLine line, TimeProvider time)
    {
        (_app, _line, _time) = (app, line, time);
        Address = new UriBuilder(app.Urls.Single()) { Host = "localhost" }.Uri;
    }

    public Uri Address { get; }

    public static async Task<ModelFront> Start(Action<IClientBuilder> join, TimeProvider time, Journal journal, Fault fault)
    {
        var line = new FrontLine(time);
        var builder = FrontDoor.CreateBuilder(ForCrowds).AddFrontDoor();
        builder.Logging.ClearProviders().AddProvider(journal).AddFilter<Journal>("Orleans", LogLevel.None);
        builder.UseOrleansClient(join);
        builder.Services.Replace(ServiceDescriptor.Singleton(time));
        builder.Services.UseTimeProviderForBackgroundAreas(TimeProvider.System);
        builder.Services.AddFront(builder.Configuration);
        // After the front's own filter, so that what that one repeats does not get through either.
        builder.Services.AddSingleton<IOutgoingGrainCallFilter>(line);
        builder.Services.AddSingleton<FrontObserver>();
        builder.Services.Replace(ServiceDescriptor.Singleton(services =>
            line.To(With(fault, services.GetRequiredService<FrontObserver>()))));
        var app = builder.Build();
        app.UseFrontDoor();
        app.MapFront();
        await app.StartAsync();
        return new ModelFront(app, line, time);
    }

    /// <summary>
    /// Waits until it has renewed every subscription that is due, so that a lease ends only when something keeps the front
    /// from renewing. What keeps it may be the place itself: then there is no use in waiting.
    /// </summary>
    public async Task Renewed()
    {
        // A renewal comes at most 3.6 s after the one before.
        var due = _time.GetUtcNow() - ITopicGrain.RenewEvery * 1.2;
        var patience = Task.Delay(Patience);
        for (var moved = _line.Moved; _line.IsOpen && _line.Renewals.Any(renewed => renewed > _givenUp && renewed < due); moved = _line.Moved)
            if (await Task.WhenAny(moved, patience) == patience)
                _givenUp = due;
    }

    public void Freeze() => _line.Freeze();

    public void Thaw() => _line.Thaw();

    /// <summary>It stops as an operator stops it: with a goodbye to the grains and to its browsers.</summary>
    public Task Stop()
    {
        Thaw();
        return _app.StopAsync();
    }

    /// <summary>
    /// It is gone from one moment to the next: nobody is heard any more. What is left of it in this process is stopped when
    /// there are no silos any more, since Orleans throws when one still calls a client that has stopped.
    /// </summary>
    public Task Die()
    {
        _line.Cut();
        Thaw();
        return _app.Services.GetRequiredService<IServer>().StopAsync(new CancellationToken(canceled: true));
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _app.StopAsync(new CancellationToken(canceled: true));
        }
        catch (OperationCanceledException)
        {
            // It had no time to do everything that a stop does, as was meant.
        }
        await _app.DisposeAsync();
    }

    private static IFrontObserver With(Fault fault, FrontObserver observer) =>
        FaultyObserver.Makes(fault) ? new FaultyObserver(observer, fault) : observer;
}
