using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.WebFront;
using ChatMux.WebFront.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatMux.Browser.Tests;

/// <summary>ChatMux as an operator runs it: one process with its silo, its database and the built client.</summary>
internal sealed class ChatServer : IAsyncDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("chatmux-browser-").FullName;
    private readonly string _client;
    private readonly string[] _settings;
    private WebApplication? _app;
    private int _port;

    private ChatServer(string client, string[] settings) => (_client, _settings) = (client, settings);

    /// <summary>Where browsers find it: by name, since by number they are led to the name.</summary>
    public Uri Address => new($"http://localhost:{_port}/");

    public IGrainFactory Grains => _app!.Services.GetRequiredService<IGrainFactory>();

    /// <summary>The id of the room that everyone belongs to.</summary>
    public async Task<string> General() => (await Grains.GetGrain<IRoomDirectoryGrain>(IRoomDirectoryGrain.Key).List())[0].Id.Value;

    public static implicit operator Uri(ChatServer server) => server.Address;

    /// <summary>Starts one with nothing in it.</summary>
    /// <param name="client">Where the client is, if not where the build has put it.</param>
    /// <param name="settings">What its operator has set.</param>
    public static async Task<ChatServer> Start(string? client = null, params string[] settings)
    {
        var server = new ChatServer(client ?? WebRoot.Find(), settings);
        await server.StartAgain();
        return server;
    }

    public async Task Stop()
    {
        if (_app is not { } app)
            return;
        _app = null;
        await app.StopAsync();
        await app.DisposeAsync();
    }

    /// <summary>Starts with the same data at the same address.</summary>
    public async Task StartAgain()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            EnvironmentName = "Production",
            WebRootPath = _client,
            Args =
            [
                $"--urls=http://127.0.0.1:{_port}",
                $"--ChatMux:DataDirectory={_data}",
                "--ChatMux:Limits:SessionsPerAddress:Burst=100000",
                "--ChatMux:Limits:GuestMessages:Burst=100000",
                .. _settings,
            ],
        });
        builder.AddFrontDoor().AddCluster().Logging.ClearProviders();
        builder.Services.AddFront(builder.Configuration);
        var app = builder.Build();
        app.UseFrontDoor();
        app.MapFront();
        await app.StartAsync();
        _port = new Uri(app.Urls.Single()).Port;
        _app = app;
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        Directory.Delete(_data, recursive: true);
    }
}
