using ChatMux.Silo.Backup.Rows;
using ChatMux.Silo.Backup.Sqlite;
using ChatMux.Silo.Hosting;
using ChatMux.Silo.Storage.PostgreSql;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace ChatMux.Silo.Backup.PostgreSql;

/// <summary>A PostgreSQL database that gets everything that a SQLite database has, in one transaction.</summary>
internal sealed class EmptyDatabase(string connectionString, Progress progress, CancellationToken stop)
{
    // It was there a moment ago, or somebody has mistyped the setting.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Answers what it has now.</summary>
    /// <param name="from">The SQLite database.</param>
    /// <param name="check">What is asked about what was read, before it stays.</param>
    /// <exception cref="StartupException">The database is not empty, or in use, or did not take everything as it was.</exception>
    public async Task<IReadOnlyList<TableSum>> Fill(SqliteConnection from, Action<IReadOnlyList<TableSum>> check)
    {
        await PostgreSqlDatabase.Prepare(connectionString, Patience, progress.Tell);
        await using var connection = await LongConnection.Open(connectionString, stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await RefuseUnlessFree(connection);
        var indexes = await SecondaryIndexes.TakeAway(connection, stop);
        var (source, copy, words) = (new SqliteSource(from), new RowCopy(progress, stop), new WordIndex(connection, progress, stop));
        var sums = await copy.Copy(source, new PostgreSqlTarget(connection, stop), "written");
        check(sums);
        await words.Fill(source.Said());
        progress.Say("making the indexes");
        await indexes.BringBack(stop);
        await connection.Execute(RowSql.Analyze, stop);
        await copy.ReadBack(new PostgreSqlSource(connection, stop), sums);
        await words.Check();
        stop.ThrowIfCancellationRequested();
        await Commit(transaction);
        return sums;
    }

    /// <summary>Is not stopped any more: nobody would know how it ended.</summary>
    private static async Task Commit(NpgsqlTransaction transaction)
    {
        try
        {
            await transaction.CommitAsync(CancellationToken.None);
        }
        catch (NpgsqlException lost)
        {
            throw new StartupException($"The connection was lost in the last moment ({lost.Message.ReplaceLineEndings(" ")}): everything is there, or nothing. Try again; a database that has it is refused.");
        }
    }

    private async Task RefuseUnlessFree(NpgsqlConnection connection)
    {
        var place = PostgreSqlDatabase.Place(connectionString);
        await connection.Execute(RowSql.LockAll, stop);
        if (await connection.Scalar(RowSql.Running, stop) is string silo)
            throw new StartupException($"A ChatMux is running on the database {place} (silo {silo}): stop it, or if it was killed, wait for a minute.");
        if (await connection.Scalar(RowSql.IsEmpty, stop) is not true)
            throw new StartupException($"The database {place} is not empty: make another one (CREATE DATABASE) and name it in {PostgreSqlDatabase.Setting}.");
    }
}
