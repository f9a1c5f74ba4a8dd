using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Model.Tests.Reference;
using ChatMux.WebFront.Messages;

namespace ChatMux.Model.Tests.Client;

/// <summary>One conversation in a tab: what it shows, and the messages on their way, one at a time.</summary>
internal sealed class ConversationPane
{
    private readonly Tab _tab;
    private readonly ReferenceModel _model;
    private readonly ConversationId _conversation;
    private readonly Queue<SentMessage> _outbox = [];
    private readonly Errand _follow;
    private readonly Errand _send;
    private bool _unsure;
    private bool _closed;

    public ConversationPane(Tab tab, ReferenceModel model, ConversationId conversation)
    {
        (_tab, _model, _conversation) = (tab, model, conversation);
        _follow = new Errand(tab, () => !_closed && (_unsure || Shown.IsBehind), Follow);
        _send = new Errand(tab, () => !_closed && _outbox.Count > 0, Send);
    }

    public ShownLog Shown { get; } = new();

    /// <summary>How many messages are not acknowledged yet.</summary>
    public int Unsent => _outbox.Count;

    public void Send(string text)
    {
        _outbox.Enqueue(new SentMessage(_tab.Name, _tab.Me, _conversation, HexId.New<MessageId>(), text));
        _send.Run();
    }

    /// <summary>A socket is attached, or something may have been missed.</summary>
    public void CatchUp()
    {
        _unsure = true;
        _follow.Run();
        _send.Run();
    }

    /// <summary>The conversation was left: nothing more is shown or sent.</summary>
    public void Close() => _closed = true;

    public void Posted(ChatMessage message)
    {
        // Its own announcement is as good as the receipt.
        if (_outbox.TryPeek(out var first) && first.Id == message.Id)
            Acknowledged(first, message.Sequence);
        Shown.Post(message);
        _follow.Run();
    }

    public void Position(long head)
    {
        Shown.LearnHead(head);
        _follow.Run();
    }

    private async Task<bool> Follow()
    {
        _unsure = false;
        var command = new ReadMessagesCommand(_conversation, null, Shown.Begun ? Shown.Last : null, Limits.PageLength);
        var answer = await _tab.Call<MessagePage>("ReadMessages", command, _conversation);
        if (answer.Value is not { } page)
        {
            _unsure = true;
            return false;
        }
        foreach (var message in page.Messages)
            _model.Hear(_tab.Name, _tab.Me, message);
        var before = Shown.Last;
        Shown.Take(page);
        return Shown.Last > before || !Shown.IsBehind;
    }

    private async Task<bool> Send()
    {
        var message = _outbox.Peek();
        _model.Send(message);
        var answer = await _tab.Call<SendReceipt>("SendMessage", new SendMessageCommand(_conversation, message.Id, message.Text), _conversation);
        if (answer.Value is { } receipt)
        {
            Acknowledged(message, receipt.Sequence);
            if (!_closed)
                _tab.Posted(new ChatMessage(_conversation, receipt.Sequence, message.Id, _tab.Profile, receipt.SentAtMs, message.Text));
            return true;
        }
        // Its author does not take part any more: it is not sent again.
        if (answer.Refusal!.Code == RefusalCode.NotFound)
            Drop(message);
        return answer.Refusal.Code == RefusalCode.NotFound;
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
