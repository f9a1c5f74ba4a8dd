namespace ChatMux.Silo.Backup.Rows;

/// <summary>A row of what ChatMux stores, told apart from the tables that a database keeps it in.</summary>
internal interface ILogicalRow
{
    /// <summary>Writes all of it, always in the same order.</summary>
    void WriteTo(RowEncoding encoding);
}
