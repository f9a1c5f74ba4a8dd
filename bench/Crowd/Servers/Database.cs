using System.Globalization;
using Npgsql;

namespace ChatMux.Crowd.Servers;

/// <summary>An empty database on a PostgreSQL of this machine, which goes with its place.</summary>
internal sealed class Database : IAsyncDisposable
{
    // Fields of /proc/PID/stat behind the name of the program, proc(5): processor time in ticks, which are hundredths of a second.
    private const int Parent = 1, User = 11, Kernel = 12, EndedChildrenUser = 13, EndedChildrenKernel = 14;

    private readonly string _server;
    private readonly string _name;
    private readonly int _postmaster;

    private Database(string server, string name, int postmaster) => (_server, _name, _postmaster) = (server, name, postmaster);

    /// <summary>How to reach it.</summary>
    public string ConnectionString => new NpgsqlConnectionStringBuilder(_server) { Database = _name }.ConnectionString;

    /// <summary>Processor time of the whole database server so far. What it spends on others counts too: let it have none.</summary>
    public TimeSpan Cpu
    {
        get
        {
            var ticks = 0L;
            foreach (var directory in Directory.EnumerateDirectories("/proc"))
            {
                if (!int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var id) || Stat(id) is not { } stat)
                    continue;
                if (id == _postmaster)
                    ticks += stat[User] + stat[Kernel] + stat[EndedChildrenUser] + stat[EndedChildrenKernel];
                else if (stat[Parent] == _postmaster)
                    ticks += stat[User] + stat[Kernel];
            }
            return TimeSpan.FromMilliseconds(10 * ticks);
        }
    }

    /// <summary>Makes one.</summary>
    public static async Task<Database> Create(string server)
    {
        var name = $"crowd_{Guid.NewGuid():N}";
        await using var connection = await Open(server);
        await Execute(connection, $"CREATE DATABASE {name}");
        // The server is the parent of whoever answers.
        var backend = Stat((int)(await Execute(connection, "SELECT pg_backend_pid()"))!) ?? throw new InvalidOperationException("PostgreSQL is not on this machine.");
        return new Database(server, name, (int)backend[Parent]);
    }

    public async ValueTask DisposeAsync()
    {
        await using var connection = await Open(_server);
        await Execute(connection, $"DROP DATABASE {_name} WITH (FORCE)");
    }

    private static async Task<NpgsqlConnection> Open(string server)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(server) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    private static async Task<object?> Execute(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    // A process may be gone when it is looked up.
    private static long[]? Stat(int process)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{process}/stat");
            return [.. text[(text.LastIndexOf(')') + 2)..].Split(' ').Select(field => long.TryParse(field, CultureInfo.InvariantCulture, out var number) ? number : 0)];
        }
        catch (IOException)
        {
            return null;
        }
    }
}
