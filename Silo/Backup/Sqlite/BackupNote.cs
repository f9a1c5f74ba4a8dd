using System.Security.Cryptography;
using ChatMux.Silo.Backup.Rows;
using ChatMux.Silo.Hosting;
using ChatMux.Silo.Storage;
using Microsoft.Data.Sqlite;

namespace ChatMux.Silo.Backup.Sqlite;

/// <summary>What a backup says about itself, in two tables of its own.</summary>
/// <param name="MadeAt">When it was begun: what the server wrote later is not in it.</param>
/// <param name="Tables">What it holds.</param>
internal sealed record BackupNote(DateTimeOffset MadeAt, IReadOnlyList<TableSum> Tables)
{
    // Another number when the rows, their order or their bytes change, so that the checksums of old files are not compared with new ones.
    private const long Format = 1;

    private const string Make =
        """
        CREATE TABLE backup (format INTEGER NOT NULL, made_at INTEGER NOT NULL, checksum TEXT NOT NULL);
        CREATE TABLE backup_table (name TEXT NOT NULL PRIMARY KEY, rows INTEGER NOT NULL, checksum TEXT NOT NULL);
        """;

    public void Write(SqliteConnection connection)
    {
        connection.Execute(Make);
        foreach (var table in Tables)
        {
            using var insert = connection.Command(
                "INSERT INTO backup_table (name, rows, checksum) VALUES ($name, $rows, $checksum)",
                ("$name", table.Table), ("$rows", table.Rows), ("$checksum", table.Checksum));
            insert.ExecuteNonQuery();
        }
        using var note = connection.Command(
            "INSERT INTO backup (format, made_at, checksum) VALUES ($format, $madeAt, $checksum)",
            ("$format", Format), ("$madeAt", MadeAt.ToUnixTimeSeconds()), ("$checksum", OwnChecksum()));
        note.ExecuteNonQuery();
    }

    /// <exception cref="StartupException">There is none, it is of a newer build, or somebody changed it.</exception>
    public static BackupNote Read(SqliteConnection connection)
    {
        using (var look = connection.Command("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name IN ('backup', 'backup_table')"))
        {
            if (look.ExecuteScalar() is not 2L)
                throw new StartupException($"{connection.DataSource} is no backup: it was not made by the command backup.");
        }
        using var command = connection.Command("SELECT format, made_at, checksum FROM backup");
        using var row = command.ExecuteReader();
        if (!row.Read()) throw Damaged(connection);
        if (row.GetInt64(0) > Format)
            throw new StartupException($"{connection.DataSource} was made by a newer ChatMux: restore it with that version.");
        var note = new BackupNote(DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(row.GetInt64(1), 0, uint.MaxValue)), ReadTables(connection));
        return row.GetInt64(0) == Format && row.GetString(2) == note.OwnChecksum() ? note : throw Damaged(connection);
    }

    /// <summary>Compares what it says with what was found.</summary>
    /// <exception cref="StartupException">They are not the same.</exception>
    public void Check(IReadOnlyList<TableSum> found, string path)
    {
        foreach (var (table, was) in Tables.OrderBy(t => t.Table, StringComparer.Ordinal).Zip(found.OrderBy(t => t.Table, StringComparer.Ordinal)))
        {
            if (table == was) continue;
            throw new StartupException(table.Rows == was.Rows
                ? $"{path} is damaged: the rows of {was.Table} have not the checksum that was written with them."
                : $"{path} is damaged: {was.Table} has {was.Rows} rows, and {table.Rows} were written.");
        }
        if (Tables.Count != found.Count) throw new StartupException($"{path} is damaged: it does not name its tables.");
    }

    private static List<TableSum> ReadTables(SqliteConnection connection)
    {
        using var command = connection.Command("SELECT name, rows, checksum FROM backup_table ORDER BY name");
        using var row = command.ExecuteReader();
        var tables = new List<TableSum>();
        while (row.Read()) tables.Add(new TableSum(row.GetString(0), row.GetInt64(1), row.GetString(2)));
        return tables;
    }

    private static StartupException Damaged(SqliteConnection connection) =>
        new($"{connection.DataSource} is damaged: what it says about itself was changed.");

    private string OwnChecksum()
    {
        var encoding = new RowEncoding().Add(Format).Add(MadeAt.ToUnixTimeSeconds());
        foreach (var table in Tables.OrderBy(t => t.Table, StringComparer.Ordinal)) encoding.Add(table.Table).Add(table.Rows).Add(table.Checksum);
        return Convert.ToHexStringLower(SHA256.HashData(encoding.Bytes));
    }
}
