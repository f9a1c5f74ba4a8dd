using ChatMux.Grains.Interfaces.Messages;

namespace ChatMux.Grains.Messages;

/// <summary>
/// A message that is being changed. <see cref="Expected"/> has what was taken, so that the next change is judged by it;
/// what is written has the numbers and times as well, which are known only then.
/// </summary>
internal sealed class ChangedMessage(LogEntry entry)
{
    private readonly MessageBody? _body = entry.Body.IsEmpty ? null : MessageBody.Decode(entry);
    private MessageState _written = MessageState.Decode(entry.State);

    public LogEntry Entry => entry;

    /// <summary>The message as it will be once everything taken is on disk.</summary>
    public MessageState Expected { get; private set; } = MessageState.Decode(entry.State);

    /// <summary>Whether its text is gone, by deletion or with its author's account.</summary>
    public bool Gone => _body is null || Expected.Deleted is not null;

    public string Text => Expected.Text ?? _body?.Text ?? "";

    public IReadOnlyList<Mention> Mentions => Gone ? [] : Expected.Mentions ?? _body?.Mentions ?? [];

    /// <summary>A change is taken.</summary>
    public void Expect(MessageChange change) => Expected = Apply(Expected, change, Expected.EditedAtMs ?? 0);

    /// <summary>A change is written now; answers what it makes of the message.</summary>
    public MessageState Write(MessageChange change, long sequence, long atMs) =>
        _written = Apply(_written, change, atMs) with { Version = sequence };

    private MessageState Apply(MessageState state, MessageChange change, long atMs) => change.Kind switch
    {
        MessageChangeKind.Edited => state.Edit(change.Text!, change.Mentions, atMs),
        MessageChangeKind.Deleted => MessageState.Delete(_body!),
        _ => state.React(change.Emoji!, change.By, change.On),
    };
}
