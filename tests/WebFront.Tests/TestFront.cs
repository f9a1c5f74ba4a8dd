using ChatMux.WebFront.Connections;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatMux.WebFront.Tests;

/// <summary>A real front on Kestrel, joined to the test cluster.</summary>
internal sealed class TestFront(WebApplication app) : IAsyncDisposable
{
    /// <summary>Its address, on the loopback interface.</summary>
    public Uri Address { get; } = new(app.Urls.Single());

    /// <summary>How many browsers are attached to it.</summary>
    public int Attached => app.Services.GetRequiredService<Browsers>().All.Count;

    public static async Task<TestFront> Start(IClusterClient cluster)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(cluster).AddSingleton<IGrainFactory>(cluster);
        builder.Services.AddFront(builder.Configuration);
        var app = builder.Build();
        app.MapFront();
        await app.StartAsync();
        return new TestFront(app);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
