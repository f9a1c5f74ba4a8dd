using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Messages;
using ChatMux.Silo.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ChatMux.Storage.Directs;

/// <summary>A silo as the product has it, in this process and with its data in a directory that goes with it; without a front.</summary>
internal sealed class DirectSilo : IAsyncDisposable
{
    // Limits are for people.
    private static readonly Dictionary<string, string?> NoLimits = new()
    {
        ["ChatMux:Limits:IdentityMessages:Burst"] = "1000000000",
        ["ChatMux:Limits:IdentityMessages:PerSecond"] = "1000000000",
        ["ChatMux:Limits:HistoryReads:Burst"] = "1000000000",
        ["ChatMux:Limits:HistoryReads:PerSecond"] = "1000000000",
    };

    private readonly string _directory;
    private readonly IHost _host;

    private DirectSilo(string directory, IHost host) => (_directory, _host) = (directory, host);

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    public IMessageLog Log => _host.Services.GetRequiredService<IMessageLog>();

    /// <summary>What it takes on disk by now.</summary>
    public long Bytes => Directory.EnumerateFiles(_directory).Sum(part => new FileInfo(part).Length);

    public static async Task<DirectSilo> Start()
    {
        var directory = Directory.CreateTempSubdirectory("chatmux-bench").FullName;
        var builder = Host.CreateApplicationBuilder(["--hostBuilder:reloadConfigOnChange=false"]);
        builder.Configuration.AddInMemoryCollection([.. NoLimits, new(DataDirectory.Setting, directory), new("Logging:LogLevel:Default", "Warning")]);
        builder.AddSilo();
        var host = builder.Build();
        await host.StartAsync();
        return new DirectSilo(directory, host);
    }

    /// <summary>Somebody with an account, who is away.</summary>
    public async Task<Actor> SignUp(string name)
    {
        var actor = new Actor(HexId.New<UserId>(), HexId.New<DeviceId>(), HexId.New<SessionId>(), HexId.New<ConnectionId>());
        var user = Grains.GetGrain<IUserGrain>(actor.User.Value);
        Answer.Must(await user.BecomeGuest(new GuestProfile(name, "#336699")));
        await Grains.GetGrain<ISessionGrain>(actor.Session.Value).Begin(actor.User, actor.Device, SessionStart.Unknown);
        Answer.Must(await user.BecomeIdentity(new IdentityProfile(name, null, null, null)));
        return actor;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}
