using ChatMux.Cluster.Tests;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.WebFront;
using ChatMux.WebFront.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatMux.Browser.Tests;

/// <summary>ChatMux with the built client: in one process with its silo and its database, or as a front of a cluster.</summary>
internal sealed class ChatServer : IAsyncDisposable
{
    private static readonly bool EveryoneOnACluster = Environment.GetEnvironmentVariable("CHATMUX_BROWSERS_ON") == "PostgreSql";

    private readonly string _client;
    private readonly string[] _settings;
    private readonly IAsyncDisposable? _place;
    private WebApplication? _app;
    private int _port;

    private ChatServer(string client, string[] settings, IAsyncDisposable? place) => (_client, _settings, _place) = (client, settings, place);

    /// <summary>Where browsers find it: by name, since by number they are led to the name.</summary>
    public Uri Address => new($"http://localhost:{_port}/");

    public IGrainFactory Grains => _app!.Services.GetRequiredService<IGrainFactory>();

    /// <summary>The id of the room that everyone belongs to.</summary>
    public async Task<string> General() => (await Grains.GetGrain<IRoomDirectoryGrain>(IRoomDirectoryGrain.Key).List())[0].Id.Value;

    public static implicit operator Uri(ChatServer server) => server.Address;

    /// <summary>Starts one with nothing in it: one process, unless all are to be clusters.</summary>
    /// <param name="client">Where the client is, if not where the build has put it.</param>
    /// <param name="settings">What its operator has set.</param>
    public static async Task<ChatServer> Start(string? client = null, params string[] settings)
    {
        if (EveryoneOnACluster)
        {
            var cluster = await (await TestContext.Current.GetFixture<Stage>())!.StartCluster(settings);
            return await StartFront(cluster, cluster.Cluster, client, settings);
        }
        var data = new DataDirectory();
        return await StartFront(data, [$"--ChatMux:DataDirectory={data.Path}"], client, settings);
    }

    /// <summary>Starts one more front of a cluster, which stays when it goes.</summary>
    public static Task<ChatServer> StartFront(Place cluster) => StartFront(place: null, cluster.Cluster, client: null, settings: []);

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
        if (_place is not null)
            await _place.DisposeAsync();
    }

    private static async Task<ChatServer> StartFront(IAsyncDisposable? place, string[] where, string? client, string[] settings)
    {
        var server = new ChatServer(client ?? WebRoot.Find(), [.. where, .. settings], place);
        await server.StartAgain();
        return server;
    }

    private sealed class DataDirectory : IAsyncDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("chatmux-browser-").FullName;

        public ValueTask DisposeAsync()
        {
            Directory.Delete(Path, recursive: true);
            return ValueTask.CompletedTask;
        }
    }
}
