using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Model.Tests.Reference;
using ChatMux.WebFront.Messages;

namespace ChatMux.Model.Tests.Client;

/// <summary>What a tab wants to change in one conversation: one after the other, each again until it is answered.</summary>
internal sealed class ChangesPane
{
    private readonly Tab _tab;
    private readonly ReferenceModel _model;
    private readonly ConversationId _conversation;
    private readonly Queue<WantedChange> _wanted = [];
    private readonly Errand _make;
    private bool _closed;

    public ChangesPane(Tab tab, ReferenceModel model, ConversationId conversation)
    {
        (_tab, _model, _conversation) = (tab, model, conversation);
        _make = new Errand(tab, () => !_closed && _wanted.Count > 0, Make);
    }

    /// <summary>How many changes have no answer yet.</summary>
    public int Unanswered => _wanted.Count;

    public void Want(ChatMessage target, MessageChangeKind kind, string? text, string? emoji, bool on)
    {
        _wanted.Enqueue(new WantedChange(_tab.Name, _tab.Me, _conversation, target.Sequence, target.Author.Id, kind, text, emoji, on));
        _make.Run();
    }

    public void Resume() => _make.Run();

    public void Close() => _closed = true;

    private async Task<bool> Make()
    {
        var change = _wanted.Peek();
        _model.Changes.Try(change);
        var answer = await Call(change);
        if (answer.Refusal is { Code: not (RefusalCode.NotAuthor or RefusalCode.MessageGone or RefusalCode.NotFound) })
        {
            change.IsUncertain = true;
            return false;
        }
        if (_model.Changes.Answer(change, answer.Refusal?.Code) is { } wrong)
            _model.Refuse($"{wrong}: {change}");
        _wanted.Dequeue();
        return true;
    }

    private Task<Result<Done>> Call(WantedChange change)
    {
        var (method, command) = change.Kind switch
        {
            MessageChangeKind.Edited => ("EditMessage", (object)new EditMessageCommand(_conversation, change.Target, change.Text!)),
            MessageChangeKind.Deleted => ("DeleteMessage", new DeleteMessageCommand(_conversation, change.Target)),
            _ => ("React", new ReactCommand(_conversation, change.Target, change.Emoji!, change.On)),
        };
        return _tab.Call<Done>(method, command, _conversation, RefusalCode.NotAuthor, RefusalCode.MessageGone);
    }
}
