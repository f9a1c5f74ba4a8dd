using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Messages;

/// <summary>
/// A message that is being changed or replied to. <see cref="Expected"/> has what was taken, so that the next change is judged by it;
/// what is written has the numbers and times as well, which are known only then.
/// </summary>
internal sealed class ChangedMessage(LogEntry entry)
{
    private static readonly Task<Result<SendReceipt>> OnDisk = Task.FromResult<Result<SendReceipt>>(new SendReceipt(0, 0));

    private readonly MessageBody? _body = entry.Body.IsEmpty ? null : MessageBody.Decode(entry);
    private MessageState _written = MessageState.Decode(entry.State);

    public LogEntry Entry => entry;

    /// <summary>The message as it will be once everything taken is on disk.</summary>
    public MessageState Expected { get; private set; } = MessageState.Decode(entry.State);

    /// <summary>The answer to the last change that was taken: until it is there, <see cref="Expected"/> may not come true.</summary>
    public Task<Result<SendReceipt>> LastChange { get; private set; } = OnDisk;

    /// <summary>How many entries that need it are not on disk yet.</summary>
    public int Waiting { get; set; }

    /// <summary>Whether its text is gone, by deletion or with its author's account.</summary>
    public bool Gone => _body is null || Expected.Deleted is not null;

    /// <summary>Who wrote it, as they were then; without a name when that is gone.</summary>
    public Profile Author => _body is { } body
        ? new Profile(entry.Author, body.Name, body.Colour, body.Guest)
        : new Profile(entry.Author, "", "", Guest: false);

    public string Text => Expected.Text ?? _body?.Text ?? "";

    /// <summary>Its beginning as it is after what was written so far.</summary>
    public Quote Quote => MessageBody.ToQuote(entry, _written);

    /// <summary>Whether nothing has been written to it but by this.</summary>
    public bool IsUpTo(LogEntry now) => MessageState.Decode(now.State).Version <= _written.Version;

    public IReadOnlyList<Mention> Mentions => Gone ? [] : Expected.Mentions ?? _body?.Mentions ?? [];

    /// <summary>A change is taken.</summary>
    public void Expect(MessageChange change, Task<Result<SendReceipt>> answer)
    {
        Expected = Apply(Expected, change, Expected.EditedAtMs ?? 0);
        LastChange = answer;
    }

    /// <summary>A change is written now; answers what it makes of the message.</summary>
    public MessageState Write(MessageChange change, long sequence, long atMs) =>
        _written = Apply(_written, change, atMs) with { Version = sequence };

    private MessageState Apply(MessageState state, MessageChange change, long atMs) => change.Kind switch
    {
        MessageChangeKind.Edited => state.Edit(change.Text!, change.Mentions, atMs),
        MessageChangeKind.Deleted => MessageState.Delete(_body!, change.ByModerator),
        _ => state.React(change.Emoji!, change.By, change.On),
    };
}
