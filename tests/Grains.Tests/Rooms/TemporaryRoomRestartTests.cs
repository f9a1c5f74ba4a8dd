using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Silo.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Orleans.TestingHost;

namespace ChatMux.Grains.Tests.Rooms;

/// <summary>A temporary room over a restart of the silo, on its real storage and by its own clock.</summary>
public sealed class TemporaryRoomRestartTests : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(5);

    private readonly FakeTimeProvider _time = new(DateTimeOffset.Parse("2026-11-22T12:00:00Z", null));
    private readonly string _directory = Directory.CreateTempSubdirectory("chatmux-test-").FullName;
    private readonly RoomId _room = HexId.New<RoomId>();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whose_owner_went_away_before_the_restart_is_gone_after_it()
    {
        Guest ada;
        using (var first = await Starts())
        {
            var grains = first.Services.GetRequiredService<IGrainFactory>();
            ada = await Guest.Enter(grains, "Ada");
            await ada.Inbox.CreateRoom(ada.Actor, _room, "Now", temporary: true);
            // Ada has no connection: from now on she is away.
            await grains.GetGrain<IRoomDirectoryGrain>(IRoomDirectoryGrain.Key).Tend();
            await first.StopAsync(Cancellation);
        }
        _time.Advance(IRoomGrain.OwnerMayBeAway);
        using var second = await Starts();
        Assert.True(await IsListed(second));
        await UntilGone(second, atMost: 2 * Tick);
        await second.StopAsync(Cancellation);
    }

    [Fact]
    public async Task Whose_owner_does_not_come_back_after_the_restart_ends_a_minute_later()
    {
        using (var first = await Starts())
        {
            var ada = await Guest.Enter(first.Services.GetRequiredService<IGrainFactory>(), "Ada");
            await ada.Attach();
            await ada.Inbox.CreateRoom(ada.Actor, _room, "Now", temporary: true);
            await first.StopAsync(Cancellation);
        }
        _time.Advance(TimeSpan.FromHours(1));
        using var second = await Starts();
        await second.Services.GetRequiredService<IGrainFactory>().GetGrain<IRoomDirectoryGrain>(IRoomDirectoryGrain.Key).Tend();
        _time.Advance(IRoomGrain.OwnerMayBeAway - Tick);
        Assert.True(await IsListed(second));
        await UntilGone(second, atMost: 3 * Tick);
        await second.StopAsync(Cancellation);
    }

    private async Task<bool> IsListed(IHost host) =>
        (await host.Services.GetRequiredService<IGrainFactory>().GetGrain<IRoomDirectoryGrain>(IRoomDirectoryGrain.Key).List()).Any(r => r.Id == _room);

    // The silo's own clock ticks; what a tick sets off takes its time.
    private async Task UntilGone(IHost host, TimeSpan atMost)
    {
        for (; atMost > TimeSpan.Zero; atMost -= Tick)
        {
            _time.Advance(Tick);
            for (var look = 0; look < 2_000; look++)
                if (!await IsListed(host))
                    return;
        }
        Assert.Fail("the room is still there");
    }

    private async Task<IHost> Starts()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration["ChatMux:DataDirectory"] = _directory;
        builder.AddSilo();
        builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(_time));
        builder.Services.UseTimeProviderForBackgroundAreas(TimeProvider.System);
        var host = builder.Build();
        // A start that has to try again waits by the silo's clock, which must not stand still meanwhile.
        var starting = host.StartAsync(Cancellation);
        while (!starting.IsCompleted)
        {
            await Task.WhenAny(starting, Task.Delay(100, Cancellation));
            _time.Advance(TimeSpan.FromMilliseconds(100));
        }
        await starting;
        return host;
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
