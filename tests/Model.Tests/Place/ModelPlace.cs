using System.Diagnostics;
using System.Text.Json;
using ChatMux.Grains;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Messages;
using ChatMux.Grains.Users;
using ChatMux.Model.Tests.Reference;
using ChatMux.Silo.Storage;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Orleans.Configuration;
using Orleans.Messaging;
using Orleans.TestingHost;

namespace ChatMux.Model.Tests.Place;

/// <summary>
/// The place under test: two silos over one SQLite file and two fronts, any of which can be lost and started again. Its
/// clock stands still but for <see cref="Pass"/>.
/// </summary>
internal sealed class ModelPlace : IAsyncDisposable
{
    /// <summary>How many fronts there are at most.</summary>
    public const int Fronts = 2;

    /// <summary>How many silos there are at most.</summary>
    public const int Silos = 2;

    // Short against every lease and every patience, so that whatever is due at a moment happens before the next.
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(250);

    private readonly string _directory = Directory.CreateTempSubdirectory("chatmux-model-").FullName;
    private readonly ModelFront?[] _fronts = new ModelFront?[Fronts];
    private readonly List<ModelFront> _gone = [];
    private readonly Fault _fault;
    private readonly SqliteFile _file;
    private readonly SqliteMessageLog _log;
    private InProcessTestCluster _cluster = null!;
    private IServiceCollection _joining = null!;

    private ModelPlace(Fault fault)
    {
        _fault = fault;
        Journal = new Journal(Time);
        _file = new SqliteFile(Path.Join(_directory, "chatmux.db"));
        SqliteSchema.Apply(_file);
        _log = new SqliteMessageLog(_file, NullLogger<SqliteMessageLog>.Instance);
    }

    /// <summary>The clock of grains, fronts and tabs. From now on, because sessions end by it and sockets by the real one.</summary>
    public FakeTimeProvider Time { get; } = new(DateTimeOffset.UtcNow);

    public Journal Journal { get; }

    public static async Task<ModelPlace> Open(Fault fault = Fault.None)
    {
        var place = new ModelPlace(fault);
        await place.StartSilos();
        for (var slot = 0; slot < Fronts; slot++)
            await place.StartFront(slot);
        return place;
    }

    /// <summary>The front in this slot, or another one that runs; null when there is none.</summary>
    public Uri? FrontNear(int slot) => (_fronts[slot] ?? _fronts.FirstOrDefault(front => front is not null))?.Address;

    public async Task StartFront(int slot) => _fronts[slot] ??= await ModelFront.Start(Join, Time, Journal, slot == 0 ? _fault : Fault.None);

    /// <summary>Takes a front away; nobody is led to it any more while it ends.</summary>
    public async Task LoseFront(int slot, bool die)
    {
        if (_fronts[slot] is not { } front)
            return;
        _fronts[slot] = null;
        _gone.Add(front);
        await (die ? front.Die() : front.Stop());
    }

    /// <summary>Nothing moves between a front and the grains until it thaws.</summary>
    public void Freeze(int slot) => _fronts[slot]?.Freeze();

    public void Thaw(int slot) => _fronts[slot]?.Thaw();

    public Task StartSilo() => _cluster.StartAdditionalSiloAsync();

    public Task LoseSilo(int index, bool die)
    {
        var silo = _cluster.Silos[index % _cluster.Silos.Count];
        return die ? _cluster.KillSiloAsync(silo) : _cluster.StopSiloAsync(silo);
    }

    /// <summary>A grain loses what it holds in memory.</summary>
    public Task Forget<T>(string key) where T : IGrainWithStringKey =>
        _cluster.DeactivateAsync(_cluster.Client.GetGrain<T>(key));

    /// <summary>Lets time pass, in steps that leave room for what they set off.</summary>
    public async Task Pass(TimeSpan time)
    {
        for (; time > TimeSpan.Zero; time -= Step)
        {
            // Elsewhere: what waits for this moment may go on at once, and does not belong on the stage.
            await Task.Run(() => Time.Advance(time < Step ? time : Step));
            await Settle();
            foreach (var front in _fronts)
                await (front?.Renewed() ?? Task.CompletedTask);
        }
    }

    /// <summary>The log of a conversation as it is on disk.</summary>
    public async Task<ConversationLog> ReadLog(ConversationId conversation) =>
        new([.. (await _log.ReadAfter(conversation, 0, int.MaxValue)).Select(ToLogged)]);

    /// <summary>The newest page of a conversation, as somebody who takes part in it reads it; null when that does not go.</summary>
    public async Task<MessagePage?> ReadNewest(ConversationId conversation, UserId reader)
    {
        var actor = new Actor(reader, HexId.New<DeviceId>(), HexId.New<SessionId>(), HexId.New<ConnectionId>());
        try
        {
            return (await _cluster.Client.GetGrain<IConversationGrain>(conversation.Value).Read(actor, new PageRequest(null, null, Limits.PageLength))).Value;
        }
        catch (Exception e) when (e is OrleansException or TimeoutException)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        for (var slot = 0; slot < Fronts; slot++)
            await LoseFront(slot, die: true);
        await _cluster.DisposeAsync();
        foreach (var front in _gone)
            await front.DisposeAsync();
        await _log.DisposeAsync();
        _file.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task StartSilos()
    {
        var builder = new InProcessTestClusterBuilder(Silos);
        builder.Options.ConfigureFileLogging = false;
#pragma warning disable ORLEANSEXP003 // as the product has it
        builder.Options.UseDistributedGrainDirectory = true;
#pragma warning restore ORLEANSEXP003
        IMessageLog log = FaultyLog.Makes(_fault) ? new FaultyLog(_log, _fault) : _log;
        builder.ConfigureSilo((_, silo) =>
        {
            silo.AddSqliteGrainStorage();
            silo.Services.AddSingleton(_file).AddSingleton(log).AddGrainMetrics();
            silo.Services.Configure<UserLimits>(WithoutLimits);
            silo.Configure<SiloMessagingOptions>(messaging => messaging.ResponseTimeout = TimeSpan.FromSeconds(5));
            silo.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Time));
            silo.Services.UseTimeProviderForBackgroundAreas(TimeProvider.System);
            silo.Services.AddLogging(logging => logging.AddProvider(Journal).AddFilter<Journal>("Orleans", LogLevel.None));
        });
        builder.ConfigureClientHost(client => _joining = client.Services);
        _cluster = builder.Build();
        await _cluster.DeployAsync();
        await _cluster.Client.GetGrain<IRoomDirectoryGrain>(IRoomDirectoryGrain.Key).EnsureGeneral();
    }

    private static void WithoutLimits(UserLimits limits)
    {
        var plenty = new Allowance { Burst = 1_000_000, PerSecond = 1_000_000 };
        (limits.GuestMessages, limits.HistoryReads, limits.NewRooms, limits.GuestConnections) = (plenty, plenty, plenty, 1_000);
    }

    // A front finds and reaches the silos as the cluster's own client does.
    private void Join(IClientBuilder client)
    {
        client.Configure<ClusterOptions>(names => (names.ClusterId, names.ServiceId) = (_cluster.Options.ClusterId, _cluster.Options.ServiceId));
        client.Configure<ClientMessagingOptions>(messaging => messaging.ResponseTimeout = TimeSpan.FromSeconds(5));
        client.Configure<TypeManagementOptions>(types => types.TypeMapRefreshInterval = TimeSpan.FromSeconds(1));
        client.Services.Add(_joining.Last(s => s.ServiceType == typeof(IGatewayListProvider)));
        client.Services.Add(_joining.Last(s => s.ServiceType == typeof(IConnectionFactory)));
    }

    // A timer that has fired is one thing, what it sets off is another: most of that has run when the pool has nothing to do.
    private static async Task Settle()
    {
        var began = Stopwatch.GetTimestamp();
        for (var idle = 0; idle < 20 && Stopwatch.GetElapsedTime(began) < TimeSpan.FromMilliseconds(50); idle = ThreadPool.PendingWorkItemCount == 0 ? idle + 1 : 0)
            await Task.Yield();
    }

    // A body that was emptied says nothing any more.
    private static LoggedEntry ToLogged(LogEntry entry)
    {
        using var body = entry.Body.IsEmpty ? null : JsonDocument.Parse(entry.Body);
        string? Text(string name) => Of(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;
        JsonElement? Of(string name) => body?.RootElement.TryGetProperty(name, out var value) is true ? value : null;
        if (entry.Kind == LogEntryKind.Message)
            return new LoggedMessage(entry.Sequence, entry.Id, entry.Author, Text("Text"), Of("ReplyTo")?.GetInt64());
        var kind = entry.Kind switch
        {
            LogEntryKind.Edit => MessageChangeKind.Edited,
            LogEntryKind.Deletion => MessageChangeKind.Deleted,
            _ => MessageChangeKind.Reacted,
        };
        return new LoggedChange(entry.Sequence, entry.Target, entry.Author, kind, entry.SentAtMs, Text("Text"), Text("Emoji"), Of("On")?.GetBoolean() ?? false);
    }
}
