using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace ChatMux.Silo.Tests.Storage.PostgreSql;

/// <summary>A PostgreSQL of our own (Debian's), on a free port of this machine, with its data in a directory that goes with it.</summary>
public sealed class PostgreSqlServer : IAsyncLifetime
{
    // No power is lost in a test that a machine survives.
    private const string Settings = "-c fsync=off -c full_page_writes=off -c max_connections=200 -c listen_addresses=127.0.0.1";

    /// <summary>Who is let in with a password only; everybody else comes in as they are.</summary>
    public const string WithPassword = "somebody";

    private readonly string _directory = Directory.CreateTempSubdirectory("chatmux-pg").FullName;
    private int _databases;

    /// <summary>Where it listens.</summary>
    public int Port { get; private set; }

    /// <summary>For whoever may do everything.</summary>
    public string ConnectionString => For("postgres");

    private string Data => Path.Join(_directory, "data");

    /// <summary>The connection string of a database.</summary>
    public string For(string database) =>
        new NpgsqlConnectionStringBuilder { Host = "127.0.0.1", Port = Port, Username = "postgres", Database = database, Timeout = 5 }.ConnectionString;

    /// <summary>An empty database of one's own.</summary>
    public async Task<string> CreateDatabase()
    {
        var name = $"test{Interlocked.Increment(ref _databases)}";
        await Execute($"CREATE DATABASE {name}");
        return For(name);
    }

    /// <summary>Begins, or begins again after <see cref="Stop"/>, with what was written before.</summary>
    public Task Start() => Run("pg_ctl", "-D", Data, "-w", "-t", "60", "-l", Path.Join(_directory, "log"), "-o", $"{Settings} -p {Port} -c unix_socket_directories={_directory}", "start");

    /// <summary>Ends it as a service manager does, without waiting for those who are connected.</summary>
    public Task Stop() => Run("pg_ctl", "-D", Data, "-w", "-m", "fast", "stop");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Port = FreePort();
        Directory.CreateDirectory(Data);
        if (Environment.IsPrivilegedProcess)
        {
            // PostgreSQL does not run as root.
            await Run("chown", asOwner: false, "-R", "postgres", _directory);
            await Run("chmod", asOwner: false, "711", _directory);
        }
        await Run("initdb", "-D", Data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync");
        var rules = Path.Join(Data, "pg_hba.conf");
        await File.WriteAllTextAsync(rules, $"host all {WithPassword} 127.0.0.1/32 scram-sha-256\n{await File.ReadAllTextAsync(rules)}");
        await Start();
        await Execute($"CREATE ROLE {WithPassword} LOGIN PASSWORD 'right'");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await Run("pg_ctl", "-D", Data, "-w", "-m", "immediate", "stop");
        Directory.Delete(_directory, recursive: true);
    }

    private async Task Execute(string sql)
    {
        // Not from a pool: a connection from before the server was stopped ends with the first word.
        await using var connection = new NpgsqlConnection($"{ConnectionString};Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static Task Run(string program, params string[] arguments) => Run(program, asOwner: true, arguments);

    private static async Task Run(string program, bool asOwner, params string[] arguments)
    {
        var path = asOwner ? Path.Join(Programs(), program) : program;
        var start = asOwner && Environment.IsPrivilegedProcess
            ? new ProcessStartInfo("runuser", ["-u", "postgres", "--", path, .. arguments])
            : new ProcessStartInfo(path, arguments);
        // Its own directory may be one that its owner cannot read.
        start.WorkingDirectory = "/";
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        // The server outlives pg_ctl and holds what it inherits of its output open, so what it says is not waited for.
        var said = new System.Text.StringBuilder();
        process.OutputDataReceived += (_, line) => { lock (said) said.AppendLine(line.Data); };
        process.ErrorDataReceived += (_, line) => { lock (said) said.AppendLine(line.Data); };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        while (!process.WaitForExit(TimeSpan.Zero)) await Task.Delay(20);
        lock (said) Assert.True(process.ExitCode == 0, $"{program} failed:\n{said}");
    }

    // Debian keeps each version apart.
    private static string Programs() =>
        Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(path => Version.Parse($"{Path.GetFileName(path)}.0")).Select(path => Path.Join(path, "bin")).First();

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
