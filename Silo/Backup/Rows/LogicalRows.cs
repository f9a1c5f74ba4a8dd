namespace ChatMux.Silo.Backup.Rows;

/// <summary>The state of a grain; without a payload after it was cleared.</summary>
internal readonly record struct GrainRow(string Name, long KeyHigh, long KeyLow, string KeyText, byte[]? Payload, long Version, long ModifiedAt) : ILogicalRow
{
    public void WriteTo(RowEncoding encoding) =>
        encoding.Add(Name).Add(KeyHigh).Add(KeyLow).Add(KeyText).Add(Payload).Add(Version).Add(ModifiedAt);
}

/// <summary>An entry of the log. A change has no id of its own, and what is no change has no target.</summary>
internal readonly record struct EntryRow(
    Guid Conversation, long Sequence, long Target, Guid Id, Guid Device, Guid Author, long SentAt, int Kind, byte[] Body) : ILogicalRow
{
    public void WriteTo(RowEncoding encoding) =>
        encoding.Add(Conversation).Add(Sequence).Add(Target).Add(Id).Add(Device).Add(Author).Add(SentAt).Add(Kind).Add(Body);
}

/// <summary>What the changes have made of a message.</summary>
internal readonly record struct StateRow(Guid Conversation, long Sequence, byte[] Body) : ILogicalRow
{
    public void WriteTo(RowEncoding encoding) => encoding.Add(Conversation).Add(Sequence).Add(Body);
}

/// <summary>Who is called by a message; an id of zeros is everybody.</summary>
internal readonly record struct MentionRow(Guid Called, Guid Conversation, long Sequence, Guid Author) : ILogicalRow
{
    public void WriteTo(RowEncoding encoding) => encoding.Add(Called).Add(Conversation).Add(Sequence).Add(Author);
}

/// <summary>How far somebody has read.</summary>
internal readonly record struct CursorRow(Guid Reader, Guid Conversation, long Sequence, long Rewinds) : ILogicalRow
{
    public void WriteTo(RowEncoding encoding) => encoding.Add(Reader).Add(Conversation).Add(Sequence).Add(Rewinds);
}
