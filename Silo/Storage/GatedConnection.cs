using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ChatMux.Silo.Storage;

/// <summary>A connection that is inside the gate for as long as it is open.</summary>
internal sealed class GatedConnection(SqliteFile file) : SqliteConnection(file.GatedConnectionString)
{
    private int _inside;

    /// <summary>
    /// SQLite does its work on the thread that asks. Orleans asks from a grain's scheduler, so everything after the
    /// gate runs in the thread pool instead.
    /// </summary>
    public override async Task OpenAsync(CancellationToken cancellationToken)
    {
        await file.Gate.Enter(WriteLane.GrainState, cancellationToken).ConfigureAwait(false);
        OpenInside();
    }

    public override void Open()
    {
        file.Gate.Enter(WriteLane.GrainState).GetAwaiter().GetResult();
        OpenInside();
    }

    public override void Close()
    {
        try
        {
            // A script that failed half-way must not hand its open transaction to the next user of a pooled connection.
            if (Handle is { } handle && raw.sqlite3_get_autocommit(handle) == 0) this.Execute("ROLLBACK");
        }
        finally
        {
            base.Close();
            Leave();
        }
    }

    private void OpenInside()
    {
        _inside = 1;
        try
        {
            base.Open();
            this.Execute(file.Settings);
        }
        catch
        {
            Close();
            throw;
        }
    }

    private void Leave()
    {
        if (Interlocked.Exchange(ref _inside, 0) == 1) file.Gate.Leave();
    }
}
