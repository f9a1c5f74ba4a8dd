namespace ChatMux.Silo.Backup.Rows;

/// <summary>Where rows come from: all of them as of one moment, each table in the order of its key. One table at a time is read.</summary>
internal interface IRowSource
{
    IAsyncEnumerable<GrainRow> Grains();

    IAsyncEnumerable<EntryRow> Entries();

    IAsyncEnumerable<StateRow> States();

    IAsyncEnumerable<MentionRow> Mentions();

    IAsyncEnumerable<CursorRow> Cursors();
}
