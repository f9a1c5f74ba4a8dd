using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.WebFront.Connections;
using ChatMux.WebFront.Delivery;
using ChatMux.WebFront.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatMux.WebFront.Tests;

/// <summary>A real front on Kestrel, joined to the test cluster.</summary>
internal sealed class TestFront(WebApplication app) : IAsyncDisposable
{
    /// <summary>Its address as browsers use it: by name, since by number they are led to the name.</summary>
    public Uri Address { get; } = new UriBuilder(app.Urls.Single()) { Host = "localhost" }.Uri;

    public static implicit operator Uri(TestFront front) => front.Address;

    /// <summary>How many browsers are attached to it.</summary>
    public int Attached => app.Services.GetRequiredService<Browsers>().All.Count();

    /// <summary>By what grains know it.</summary>
    public FrontId Id => app.Services.GetRequiredService<Front>().Id;

    /// <summary>Hands it a batch, as a grain would.</summary>
    public Task Deliver(TopicId topic, params ServerEvent[] events) =>
        app.Services.GetRequiredService<FrontObserver>().DeliverTopic(topic, events);

    public static async Task<TestFront> Start(IClusterClient cluster, TimeProvider? time = null)
    {
        var builder = FrontDoor.CreateBuilder(["--urls=http://127.0.0.1:0", "--ChatMux:Limits:SessionsPerAddress:Burst=100000"]).AddFrontDoor();
        builder.Logging.ClearProviders();
        if (time is not null)
            builder.Services.AddSingleton(time);
        builder.Services.AddSingleton(cluster).AddSingleton<IGrainFactory>(cluster)
            .AddSingleton(cluster.ServiceProvider.GetRequiredService<IClusterManifestProvider>());
        builder.Services.AddFront(builder.Configuration);
        var app = builder.Build();
        app.UseFrontDoor();
        app.MapFront();
        await app.StartAsync();
        return new TestFront(app);
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
