using System.Data.Common;

namespace ChatMux.Silo.Storage;

/// <summary>
/// How Orleans' grain storage reaches the <see cref="SqliteFile"/>: whoever opens a connection waits for the gate
/// without a thread, and gives it back by closing.
/// </summary>
public sealed class GatedDataSource(SqliteFile file) : DbDataSource
{
    /// <inheritdoc/>
    public override string ConnectionString => file.GatedConnectionString;

    /// <inheritdoc/>
    protected override DbConnection CreateDbConnection() => new GatedConnection(file);
}
