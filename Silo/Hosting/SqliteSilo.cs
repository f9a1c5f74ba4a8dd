using System.Net;
using System.Security.Cryptography;
using System.Text;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Messages;
using ChatMux.Silo.Storage;
using Orleans.Configuration;

namespace ChatMux.Silo.Hosting;

/// <summary>A silo by itself, with its data in a directory of this machine.</summary>
internal static class SqliteSilo
{
    /// <summary>Adds it: nobody can join it when it is embedded, otherwise fronts of this machine.</summary>
    /// <exception cref="StartupException">The directory or a port is not to be had.</exception>
    public static void Add(IHostApplicationBuilder builder, ClusterKind cluster, Action<ISiloBuilder> configure)
    {
        var directory = DataDirectoryLock.Take(DataDirectory.Path(builder.Configuration));
        try
        {
            AddStorage(builder.Services, directory);
            builder.UseOrleans(silo =>
            {
                if (cluster == ClusterKind.Localhost) JoinableOnThisMachine(silo);
                else JoinableByNobody(silo, directory.Path);
                silo.AddSqliteGrainStorage();
                configure(silo);
            });
        }
        catch
        {
            directory.Dispose();
            throw;
        }
    }

    private static void AddStorage(IServiceCollection services, DataDirectoryLock directory)
    {
        using (var file = DatabaseOf(directory)) SqliteSchema.Apply(file);
        // Made by factories, so that the container closes them with the host: the log first, the directory last.
        services.AddSingleton(_ => directory);
        services.AddSingleton(new DataPlace(directory.Path));
        services.AddSingleton(provider => DatabaseOf(provider.GetRequiredService<DataDirectoryLock>()));
        services.AddSingleton<IMessageLog, SqliteMessageLog>();
    }

    private static SqliteFile DatabaseOf(DataDirectoryLock directory) => new(DataDirectory.Database(directory.Path));

    private static void JoinableOnThisMachine(ISiloBuilder silo) => silo.UseLocalhostClustering(
        LocalPort.Configured(silo.Configuration, "ChatMux:SiloPort", EndpointOptions.DEFAULT_SILO_PORT, IPAddress.Loopback),
        LocalPort.Configured(silo.Configuration, "ChatMux:GatewayPort", EndpointOptions.DEFAULT_GATEWAY_PORT, IPAddress.Loopback),
        primarySiloEndpoint: null,
        ClusterNames.Service,
        ClusterNames.Localhost);

    private static void JoinableByNobody(ISiloBuilder silo, string directory)
    {
        var name = SHA256.HashData(Encoding.UTF8.GetBytes(directory)).AsSpan(0, 8);
        silo.UseLocalhostClustering(
            LocalPort.Free(), gatewayPort: 0, primarySiloEndpoint: null, ClusterNames.Service, $"chatmux-{Convert.ToHexStringLower(name)}");
    }
}
