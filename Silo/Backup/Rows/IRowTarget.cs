namespace ChatMux.Silo.Backup.Rows;

/// <summary>Where rows go, in the order in which a source gives them.</summary>
internal interface IRowTarget
{
    Task Write(IAsyncEnumerable<GrainRow> grains);

    Task Write(IAsyncEnumerable<EntryRow> entries);

    Task Write(IAsyncEnumerable<StateRow> states);

    Task Write(IAsyncEnumerable<MentionRow> mentions);

    Task Write(IAsyncEnumerable<CursorRow> cursors);
}
