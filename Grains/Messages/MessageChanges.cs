using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;

namespace ChatMux.Grains.Messages;

/// <summary>
/// The changes of one conversation's messages: who may make them, and that they follow each other. Those that were lately
/// changed are held, with what was taken and is not on disk yet.
/// </summary>
internal sealed class MessageChanges(ConversationId conversation, IMessageLog log, LogTail tail)
{
    private const int Held = 64;

    private readonly Dictionary<long, ChangedMessage> _held = [];

    // How many changes of a held message are not on disk yet: those must not be forgotten.
    private int _waiting;

    /// <summary>The message of this number, or null.</summary>
    public async Task<ChangedMessage?> Find(long sequence)
    {
        if (_held.TryGetValue(sequence, out var known))
            return known;
        var read = await log.ReadMessages(conversation, [sequence]);
        if (read is not [var entry])
            return null;
        // Somebody else may have looked for it meanwhile, and changed it.
        if (_held.TryGetValue(sequence, out var meanwhile))
            return meanwhile;
        if (_held.Count >= Held && _waiting == 0)
            _held.Clear();
        return _held[sequence] = new ChangedMessage(entry);
    }

    /// <summary>The beginnings of the messages that these answer.</summary>
    public async Task<IReadOnlyDictionary<long, Quote>> Quotes(IReadOnlyList<LogEntry> entries)
    {
        var targets = entries.Where(e => e is { Kind: LogEntryKind.Message, Body.IsEmpty: false })
            .Select(e => MessageBody.Decode(e).ReplyTo).OfType<long>().ToHashSet();
        return targets.Count == 0
            ? new Dictionary<long, Quote>()
            : (await log.ReadMessages(conversation, targets)).ToDictionary(e => e.Sequence, MessageBody.ToQuote);
    }

    /// <summary>The beginning of a message that is answered now; null when there is none, or none any more.</summary>
    public async Task<Quote?> Quote(long sequence) =>
        await log.ReadMessages(conversation, [sequence]) is [{ Body.IsEmpty: false } entry] ? MessageBody.ToQuote(entry) : null;

    public Task<Result<Done>> Edit(Actor actor, ChangedMessage message, string text, IReadOnlyList<Mention> mentions)
    {
        if (message.Entry.Author != actor.User)
            return Refuse(RefusalCode.NotAuthor);
        if (message.Gone)
            return Refuse(RefusalCode.MessageGone);
        return message.Text == text ? Nothing : Append(actor, message, MessageChangeKind.Edited, text: text, mentions: mentions);
    }

    public Task<Result<Done>> Delete(Actor actor, ChangedMessage message)
    {
        if (message.Entry.Author != actor.User)
            return Refuse(RefusalCode.NotAuthor);
        return message.Gone ? Nothing : Append(actor, message, MessageChangeKind.Deleted);
    }

    public Task<Result<Done>> React(Actor actor, ChangedMessage message, string emoji, bool on)
    {
        if (message.Gone)
            return Refuse(RefusalCode.MessageGone);
        if (message.Expected.Has(emoji, actor.User) == on)
            return Nothing;
        return message.Expected.CheckReaction(emoji, on) is { } refusal
            ? Task.FromResult<Result<Done>>(refusal)
            : Append(actor, message, MessageChangeKind.Reacted, emoji: emoji, on: on);
    }

    /// <summary>What is held may not be so any more.</summary>
    public void Forget() => _held.Clear();

    private static Task<Result<Done>> Nothing => Task.FromResult<Result<Done>>(Done.Instance);

    private static Task<Result<Done>> Refuse(RefusalCode code) => Task.FromResult<Result<Done>>(code);

    private async Task<Result<Done>> Append(
        Actor actor, ChangedMessage message, MessageChangeKind kind, string? text = null, string? emoji = null, bool on = false,
        IReadOnlyList<Mention>? mentions = null)
    {
        var change = new MessageChange(conversation, 0, message.Entry.Sequence, actor.User, 0, kind, text, emoji, on)
        {
            Mentions = mentions ?? [],
            Before = kind == MessageChangeKind.Reacted ? [] : message.Mentions,
        };
        message.Expect(change);
        var pending = new PendingChange(actor, message, change);
        _waiting++;
        tail.Append(pending);
        var answer = await pending.Answer;
        _waiting--;
        return answer.Refusal is { } refusal ? refusal : Done.Instance;
    }
}
