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
    private readonly string _path = System.IO.Directory.CreateTempSubdirectory("chatmux-test-").FullName;
    private readonly RoomId _room = HexId.New<RoomId>();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whose_owner_went_away_before_the_restart_is_gone_after_it()
    {
        using (var first = await Starts())
        {
            var ada = await Guest.Enter(first.Services.GetRequiredService<IGrainFactory>(), "Ada");
            await ada.Inbox.CreateRoom(ada.Actor, _room, "Now", temporary: true);
            // Ada has no connection: from now on she is away.
            await Directory(first).Tend();
            await first.StopAsync(Cancellation);
        }
        _time.Advance(IRoomGrain.OwnerMayBeAway);
        using var second = await Starts();
        Assert.True(await IsListed(second));
        await UntilGone(second, atMost: IRoomGrain.OwnerMayComeBack + (3 * Tick));
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
        await Directory(second).Tend();
        _time.Advance(IRoomGrain.OwnerMayBeAway - Tick);
        Assert.True(await IsListed(second));
        await UntilGone(second, atMost: 3 * Tick);
        await second.StopAsync(Cancellation);
    }

    [Fact]
    public async Task Whose_owner_was_here_until_the_first_of_two_restarts_and_is_back_after_the_second_stays()
    {
        Guest ada;
        using (var first = await Starts())
        {
            ada = await Guest.Enter(first.Services.GetRequiredService<IGrainFactory>(), "Ada");
            await ada.Attach();
            await ada.Inbox.CreateRoom(ada.Actor, _room, "Now", temporary: true);
            await first.StopAsync(Cancellation);
        }
        using (var second = await Starts())
        {
            // Before her browser has found the server again.
            await Directory(second).Tend();
            await second.StopAsync(Cancellation);
        }
        _time.Advance(IRoomGrain.OwnerMayBeAway);
        using var third = await Starts();
        await Directory(third).Tend();
        _time.Advance(TimeSpan.FromSeconds(20));
        var back = new Guest(third.Services.GetRequiredService<IGrainFactory>(), new FakeFront(third.Services.GetRequiredService<IGrainFactory>()), ada.Actor);
        Assert.NotNull((await back.Attach()).Value);
        await Directory(third).Tend();
        // Within the lease of her connection.
        _time.Advance(TimeSpan.FromSeconds(20));
        await Directory(third).Tend();
        Assert.True(await IsListed(third));
        await third.StopAsync(Cancellation);
    }

    private static IRoomDirectoryGrain Directory(IHost host) =>
        host.Services.GetRequiredService<IGrainFactory>().GetGrain<IRoomDirectoryGrain>(IRoomDirectoryGrain.Key);

    private async Task<bool> IsListed(IHost host) =>
        (await Directory(host).List()).Any(r => r.Id == _room);

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
        builder.Configuration["ChatMux:DataDirectory"] = _path;
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

    public void Dispose() => System.IO.Directory.Delete(_path, recursive: true);
}
