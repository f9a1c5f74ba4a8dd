using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Messages;

/// <summary>
/// The changes of one conversation's messages: who may make them, and that they follow each other. Those that were lately
/// changed are held, with what was taken and is not on disk yet.
/// </summary>
/// <param name="conversation">Which conversation.</param>
/// <param name="log">Where they are read.</param>
/// <param name="tail">Where they are written.</param>
/// <param name="outrun">Called when somebody else has written: what is held here is not so any more.</param>
internal sealed class MessageChanges(ConversationId conversation, IMessageLog log, LogTail tail, Action outrun)
{
    public const int Held = 64;

    private readonly Dictionary<long, ChangedMessage> _held = [];

    // Whose messages are being erased; null for everybody's.
    private readonly HashSet<UserId?> _erasing = [];

    // How often something was forgotten: what was read before that may be older than what was written since.
    private int _forgotten;

    /// <summary>How many messages are held.</summary>
    public int Count => _held.Count;

    /// <summary>
    /// Decides about the message of this number, or about null when there is none. What it does before it first waits is done
    /// with the message that everybody else decides about.
    /// </summary>
    public async Task<Result<T>> Decide<T>(long sequence, Func<ChangedMessage?, Task<Result<T>>> decide) where T : class
    {
        for (; ; )
        {
            if (_held.TryGetValue(sequence, out var held))
                return await decide(held);
            if (!await Load(sequence))
                return await decide(null);
        }
    }

    /// <summary>The beginnings of the messages that these reply to.</summary>
    public async Task<IReadOnlyDictionary<long, Quote>> Quotes(IReadOnlyList<LogEntry> entries)
    {
        var targets = entries.Where(e => e is { Kind: LogEntryKind.Message, Body.IsEmpty: false })
            .Select(e => MessageBody.Decode(e).ReplyTo).OfType<long>().ToHashSet();
        return targets.Count == 0
            ? new Dictionary<long, Quote>()
            : (await log.ReadMessages(conversation, targets)).ToDictionary(e => e.Sequence, MessageBody.ToQuote);
    }

    /// <summary>Whether a message has no text any more, or soon will have none.</summary>
    public bool IsGone(ChangedMessage message) => message.Gone || _erasing.Contains(null) || _erasing.Contains(message.Entry.Author);

    public Task<Result<Done>> Edit(Actor actor, ChangedMessage message, string text, IReadOnlyList<Mention> mentions)
    {
        if (message.Entry.Author != actor.User)
            return Refuse(RefusalCode.NotAuthor);
        if (IsGone(message))
            return Refuse(RefusalCode.MessageGone);
        return message.Text == text ? Nothing(message) : Append(actor, message, MessageChangeKind.Edited, text: text, mentions: mentions);
    }

    /// <summary>Deletes the actor's own message, or as <paramref name="moderator"/> somebody else's; whether they may was checked.</summary>
    public Task<Result<Done>> Delete(Actor actor, ChangedMessage message, Profile? moderator) =>
        IsGone(message) ? Nothing(message) : Append(actor, message, MessageChangeKind.Deleted, moderator: moderator);

    public Task<Result<Done>> React(Actor actor, ChangedMessage message, string emoji, bool on)
    {
        if (IsGone(message))
            return Refuse(RefusalCode.MessageGone);
        if (message.Expected.Has(emoji, actor.User) == on)
            return Nothing(message);
        return message.Expected.CheckReaction(emoji, on) is { } refusal
            ? Task.FromResult<Result<Done>>(refusal)
            : Append(actor, message, MessageChangeKind.Reacted, emoji: emoji, on: on);
    }

    /// <summary>Writes a message that replies to this one, which is held until then.</summary>
    public async Task<Result<SendReceipt>> Reply(ChangedMessage repliedTo, PendingPost post)
    {
        repliedTo.Waiting++;
        tail.Append(post);
        var answer = await post.Answer;
        repliedTo.Waiting--;
        return answer;
    }

    /// <summary>
    /// Erases the messages of an author, or everybody's. What was taken before gets into the log first and is erased with it;
    /// from now on nothing is taken that would bring a text back.
    /// </summary>
    public async Task Erase(UserId? author, Func<Task> erase)
    {
        _erasing.Add(author);
        try
        {
            await tail.Flush();
            await erase();
        }
        finally
        {
            _erasing.Remove(author);
            Forget(message => author is null || message.Entry.Author == author);
        }
    }

    /// <summary>Nothing that is held may be so any more.</summary>
    public void Forget() => Forget(_ => true);

    private void Forget(Func<ChangedMessage, bool> which)
    {
        _forgotten++;
        foreach (var message in _held.Values.Where(which).ToArray())
            _held.Remove(message.Entry.Sequence);
    }

    /// <summary>Reads a message, so that it may be held by now. False: there is none.</summary>
    private async Task<bool> Load(long sequence)
    {
        var forgotten = _forgotten;
        if (await log.ReadMessages(conversation, [sequence]) is not [var entry])
            return false;
        // Somebody else may have read it meanwhile, changed it, and even have had it forgotten.
        if (_held.ContainsKey(sequence) || forgotten != _forgotten)
            return true;
        if (_held.Count >= Held)
            Forget(message => message.Waiting == 0);
        _held[sequence] = new ChangedMessage(entry);
        return true;
    }

    // What makes it so may still be on its way to the disk. And nothing is written that would fail if another activation
    // had written meanwhile.
    private async Task<Result<Done>> Nothing(ChangedMessage message)
    {
        message.Waiting++;
        var answer = await message.LastChange;
        var now = answer.Refusal is null ? await log.ReadMessages(conversation, [message.Entry.Sequence]) : [];
        message.Waiting--;
        if (now is not [var entry] || message.IsUpTo(entry))
            return DoneIf(answer);
        outrun();
        return RefusalCode.Unavailable;
    }

    private static Task<Result<Done>> Refuse(RefusalCode code) => Task.FromResult<Result<Done>>(code);

    private async Task<Result<Done>> Append(
        Actor actor, ChangedMessage message, MessageChangeKind kind, string? text = null, string? emoji = null, bool on = false,
        IReadOnlyList<Mention>? mentions = null, Profile? moderator = null)
    {
        var change = new MessageChange(conversation, 0, message.Entry.Sequence, actor.User, 0, kind, text, emoji, on)
        {
            Mentions = mentions ?? [],
            Before = kind == MessageChangeKind.Reacted ? [] : message.Mentions,
            ByModerator = moderator is not null,
            Author = moderator is null ? null : message.Entry.Author,
        };
        var pending = new PendingChange(actor, message, change, moderator);
        message.Expect(change, pending.Answer);
        message.Waiting++;
        tail.Append(pending);
        var answer = await pending.Answer;
        message.Waiting--;
        return DoneIf(answer);
    }

    private static Result<Done> DoneIf(Result<SendReceipt> written) => written.Refusal is { } refusal ? refusal : Done.Instance;
}
