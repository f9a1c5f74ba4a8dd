using ChatMux.Silo.Backup.Sqlite;
using ChatMux.Silo.Storage;

namespace ChatMux.Silo.Tests.Backup;

/// <summary>However many rows there are, none are collected.</summary>
public sealed class SqliteRowSqlTests
{
    [Theory]
    [InlineData(SqliteRowSql.Grains)]
    [InlineData(SqliteRowSql.Entries)]
    [InlineData(SqliteRowSql.States)]
    [InlineData(SqliteRowSql.Mentions)]
    [InlineData(SqliteRowSql.Cursors)]
    [InlineData(SqliteRowSql.Said)]
    public async Task Rows_are_read_by_their_keys_and_not_sorted(string sql)
    {
        await using var place = new SqlitePlace();
        await place.AddGrains();
        using var file = new SqliteFile(place.Database);
        using var connection = file.OpenReader();
        using var command = connection.Command($"EXPLAIN QUERY PLAN {sql}");
        using var row = command.ExecuteReader();
        while (row.Read()) Assert.DoesNotContain("TEMP B-TREE", row.GetString(3), StringComparison.Ordinal);
    }
}
