using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Model.Tests.Reference;
using ChatMux.WebFront.Messages;

namespace ChatMux.Model.Tests.Client;

/// <summary>One conversation in a tab: what it shows, and the messages on their way, one at a time.</summary>
internal sealed class ConversationPane
{
    /// <summary>How many messages a tab begins with: few, so that older ones have to be fetched.</summary>
    public const int FirstPage = 20;

    private const int OlderPage = 10;

    private readonly Tab _tab;
    private readonly ReferenceModel _model;
    private readonly ConversationId _conversation;
    private readonly Queue<SentMessage> _outbox = [];
    private readonly Errand _follow;
    private readonly Errand _older;
    private readonly Errand _send;
    private readonly ChangesPane _changes;
    private bool _unsure;
    private bool _wantsOlder;
    private bool _closed;

    public ConversationPane(Tab tab, ReferenceModel model, ConversationId conversation)
    {
        (_tab, _model, _conversation) = (tab, model, conversation);
        _follow = new Errand(tab, () => !_closed && (_unsure || Shown.IsBehind), Follow);
        _older = new Errand(tab, () => !_closed && _wantsOlder, LoadOlder);
        _send = new Errand(tab, () => !_closed && _outbox.Count > 0, Send);
        _changes = new ChangesPane(tab, model, conversation);
    }

    public ShownLog Shown { get; } = new();

    /// <summary>How many messages and changes are not acknowledged yet.</summary>
    public int Unsent => _outbox.Count + _changes.Unanswered;

    public void Send(string text, int? replyTo = null)
    {
        var repliedTo = replyTo is { } pick ? Pick(Shown.Messages, pick) : null;
        if (replyTo is not null && repliedTo is null)
            return;
        var quote = repliedTo is null ? null : Entry.QuoteOf(repliedTo);
        _outbox.Enqueue(new SentMessage(_tab.Name, _tab.Me, _conversation, HexId.New<MessageId>(), text) { ReplyTo = quote });
        _send.Run();
    }

    /// <summary>Changes one of the messages shown, counted from the newest; of one's own, or of anybody's.</summary>
    public void Change(MessageChangeKind kind, int pick, bool own, string? text = null, string? emoji = null, bool on = false)
    {
        if (Pick([.. Shown.Messages.Where(message => !own || message.Author.Id == _tab.Me)], pick) is { } target)
            _changes.Want(target, kind, text, emoji, on);
    }

    public void WantOlder()
    {
        _wantsOlder = Shown.Begun && Shown.HasOlder;
        _older.Run();
    }

    /// <summary>A socket is attached, or something may have been missed.</summary>
    public void CatchUp()
    {
        _unsure = true;
        _follow.Run();
        _older.Run();
        _send.Run();
        _changes.Resume();
    }

    /// <summary>The conversation was left: nothing more is shown or sent.</summary>
    public void Close()
    {
        _closed = true;
        _changes.Close();
    }

    public void Told(Entry entry)
    {
        // Its own announcement is as good as the receipt.
        if (entry.Message is { } message && _outbox.TryPeek(out var first) && first.Id == message.Id)
            Acknowledged(first, message.Sequence);
        Shown.Post(entry);
        _follow.Run();
    }

    public void Position(long head)
    {
        Shown.LearnHead(head);
        _follow.Run();
    }

    private static ChatMessage? Pick(IReadOnlyList<ChatMessage> of, int pick) => of.Count == 0 ? null : of[of.Count - 1 - pick % of.Count];

    private async Task<bool> Follow()
    {
        _unsure = false;
        var command = Shown.Begun
            ? new ReadMessagesCommand(_conversation, null, Shown.Last, Limits.PageLength)
            : new ReadMessagesCommand(_conversation, null, null, FirstPage);
        if (await Read(command) is not { } page)
        {
            _unsure = true;
            return false;
        }
        var before = Shown.Last;
        Shown.Take(page);
        return Shown.Last > before || !Shown.IsBehind;
    }

    private async Task<bool> LoadOlder()
    {
        var before = Shown.First;
        if (await Read(new ReadMessagesCommand(_conversation, before, null, OlderPage)) is not { } page)
            return false;
        Shown.Prepend(page, before);
        _wantsOlder = false;
        return true;
    }

    private async Task<MessagePage?> Read(ReadMessagesCommand command)
    {
        var answer = await _tab.Call<MessagePage>("ReadMessages", command, _conversation);
        foreach (var message in answer.Value?.Messages ?? [])
            _model.Hear(_tab.Name, _tab.Me, message);
        foreach (var change in answer.Value?.Changes ?? [])
            _model.Hear(_tab.Name, _tab.Me, change);
        return answer.Value;
    }

    private async Task<bool> Send()
    {
        var message = _outbox.Peek();
        _model.Send(message);
        var replyTo = message.ReplyTo?.Sequence;
        var answer = await _tab.Call<SendReceipt>(
            "SendMessage", new SendMessageCommand(_conversation, message.Id, message.Text, replyTo), _conversation, RefusalCode.MessageGone);
        if (answer.Value is { } receipt)
        {
            Acknowledged(message, receipt.Sequence);
            if (!_closed)
                _tab.Told(Entry.Of(new ChatMessage(_conversation, receipt.Sequence, message.Id, _tab.Profile, receipt.SentAtMs, message.Text) { ReplyTo = message.ReplyTo }));
            return true;
        }
        if (answer.Refusal!.Code == RefusalCode.MessageGone)
            Refused(message);
        // Its author does not take part any more, or what it replies to is gone: it is not sent again.
        if (answer.Refusal.Code is not (RefusalCode.NotFound or RefusalCode.MessageGone))
            return false;
        Drop(message);
        return true;
    }

    private void Refused(SentMessage message)
    {
        message.IsRefused = true;
        if (message.ReplyTo is not { } repliedTo || !_model.Changes.MayBeDeleted(_conversation, repliedTo.Sequence))
            _model.Refuse($"'{message.Text}' of {_tab.Name} replies to nothing that was deleted");
    }

    private void Acknowledged(SentMessage message, long number)
    {
        _model.Acknowledge(message.Id, number);
        Drop(message);
    }

    private void Drop(SentMessage message)
    {
        if (_outbox.TryPeek(out var first) && first == message)
            _outbox.Dequeue();
    }
}
