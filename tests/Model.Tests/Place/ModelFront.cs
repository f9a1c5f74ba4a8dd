using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.WebFront;
using ChatMux.WebFront.Delivery;
using ChatMux.WebFront.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.TestingHost;

namespace ChatMux.Model.Tests.Place;

/// <summary>A real front on Kestrel, with a cluster client of its own, that can end in two ways.</summary>
internal sealed class ModelFront
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

    private readonly WebApplication _app;
    private readonly FrontLine _line;

    private ModelFront(WebApplication app, FrontLine line)
    {
        (_app, _line) = (app, line);
        Address = new UriBuilder(app.Urls.Single()) { Host = "localhost" }.Uri;
    }

    public Uri Address { get; }

    public static async Task<ModelFront> Start(Action<IClientBuilder> join, TimeProvider time, Fault fault)
    {
        var line = new FrontLine();
        var builder = FrontDoor.CreateBuilder(ForCrowds).AddFrontDoor();
        builder.Logging.ClearProviders();
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
        return new ModelFront(app, line);
    }

    /// <summary>It stops as an operator stops it: with a goodbye to the grains and to its browsers.</summary>
    public async Task Stop()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    /// <summary>It is gone from one moment to the next.</summary>
    public async Task Die()
    {
        _line.Cut();
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    private static IFrontObserver With(Fault fault, FrontObserver observer) =>
        fault is Fault.None or Fault.LoseWrite ? observer : new FaultyObserver(observer, fault);
}
