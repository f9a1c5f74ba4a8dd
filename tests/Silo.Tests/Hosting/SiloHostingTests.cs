using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Messages;
using ChatMux.Silo.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace ChatMux.Silo.Tests.Hosting;

public sealed class SiloHostingTests : IDisposable
{
    private readonly TestDirectory _directory = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_embedded_silo_starts_and_listens_on_loopback_only()
    {
        using var host = Build(("ChatMux:Cluster", "Embedded"));
        await host.StartAsync(Cancellation);

        var endpoints = host.Services.GetRequiredService<IOptions<EndpointOptions>>().Value;
        var listening = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Where(endpoint => endpoint.Port == endpoints.SiloPort);
        Assert.Equal(0, endpoints.GatewayPort);
        Assert.Equal(IPAddress.Loopback, Assert.Single(listening).Address);
        await host.StopAsync(Cancellation);
    }

    [Fact]
    public async Task A_client_joins_a_localhost_silo()
    {
        var gateway = FreePort.Next();
        using var host = Build(Localhost(gateway));
        await host.StartAsync(Cancellation);
        var front = Host.CreateEmptyApplicationBuilder(null);
        front.UseOrleansClient(client => client.UseLocalhostClustering(gateway, ClusterNames.Service, ClusterNames.Localhost));
        using var client = front.Build();

        await client.StartAsync(Cancellation);

        await client.StopAsync(Cancellation);
        await host.StopAsync(Cancellation);
    }

    [Fact]
    public async Task A_silo_that_stopped_gives_its_directory_back_with_all_it_held()
    {
        var conversation = HexId.New<ConversationId>();
        using (var host = Build())
        {
            await host.StartAsync(Cancellation);
            await host.Services.GetRequiredService<IMessageLog>().Append(conversation, [Entry(1)]);
            await host.StopAsync(Cancellation);
        }

        using var next = Build();
        await next.StartAsync(Cancellation);

        Assert.Equal(1, await next.Services.GetRequiredService<IMessageLog>().GetHead(conversation));
        await next.StopAsync(Cancellation);
    }

    [Fact]
    public void A_second_silo_on_the_same_directory_is_refused_in_one_sentence()
    {
        using var first = Build();

        Refused("Another ChatMux");
    }

    [Fact]
    public void A_taken_port_is_refused_in_one_sentence_and_frees_the_directory()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        Refused($"Port {port} of ", Localhost(port));

        DataDirectoryLock.Take(_directory.Path).Dispose();
    }

    [Theory]
    [InlineData("ChatMux:Cluster", "Cloud")]
    [InlineData("ChatMux:GatewayPort", "x")]
    [InlineData("ChatMux:GatewayPort", "70000")]
    public void A_setting_that_means_nothing_is_refused_in_one_sentence(string name, string value) =>
        Refused(name, [.. Localhost(FreePort.Next()), (name, value)]);

    [Fact]
    public async Task Nothing_that_is_written_appears_in_the_log()
    {
        var lines = new LogLines();
        using var host = Build(lines, ("Logging:LogLevel:Default", "Debug"), ("Logging:LogLevel:Orleans", "Debug"));
        await host.StartAsync(Cancellation);
        var log = host.Services.GetRequiredService<IMessageLog>();
        var entry = Entry(1) with { Body = "a secret"u8.ToArray() };
        var conversation = HexId.New<ConversationId>();

        await log.Append(conversation, [entry]);
        await log.Append(conversation, [entry with { Sequence = 2 }]);
        await Assert.ThrowsAnyAsync<Exception>(() => log.Append(conversation, [entry with { Sequence = 7 }]));
        await host.StopAsync(Cancellation);

        Assert.NotEmpty(lines.All);
        Assert.DoesNotContain(lines.All, line => line.Contains("secret") || line.Contains(entry.Id.Value));
    }

    public void Dispose() => _directory.Dispose();

    private static LogEntry Entry(long sequence) => new(
        sequence, HexId.New<MessageId>(), HexId.New<Grains.Interfaces.Users.UserId>(), HexId.New<Grains.Interfaces.Sessions.DeviceId>(),
        1, LogEntryKind.Message, default);

    private static (string, string)[] Localhost(int gateway) =>
        [("ChatMux:Cluster", "Localhost"), ("ChatMux:SiloPort", $"{FreePort.Next()}"), ("ChatMux:GatewayPort", $"{gateway}")];

    private void Refused(string part, params (string, string)[] settings)
    {
        var refusal = Assert.Throws<StartupException>(() => Build(settings));
        Assert.Contains(part, refusal.Message);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    private IHost Build(params (string, string)[] settings) => Build(null, settings);

    private IHost Build(ILoggerProvider? logs, params (string Name, string Value)[] settings)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        if (logs is not null) builder.Logging.AddProvider(logs);
        builder.Configuration[DataDirectory.Setting] = _directory.Path;
        foreach (var (name, value) in settings) builder.Configuration[name] = value;
        builder.AddSilo();
        return builder.Build();
    }
}
