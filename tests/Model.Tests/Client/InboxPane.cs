using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Model.Tests.Reference;
using ChatMux.WebFront.Messages;

namespace ChatMux.Model.Tests.Client;

/// <summary>A tab's inbox, with the fetching of what it misses and the telling of what was read.</summary>
internal sealed class InboxPane
{
    private readonly Tab _tab;
    private readonly ReferenceModel _model;
    private readonly List<Entry> _meanwhile = [];
    private readonly Errand _fetch;
    private readonly Errand _tellRead;
    private bool _stale;
    private bool _fetching;

    // Something was joined or left meanwhile: what is being fetched may be from before it.
    private bool _outdated;

    public InboxPane(Tab tab, ReferenceModel model)
    {
        (_tab, _model) = (tab, model);
        _fetch = new Errand(tab, () => _stale, Fetch);
        _tellRead = new Errand(tab, () => Shown.ReadHere.Count > 0, TellRead);
    }

    public ShownInbox Shown { get; } = new();

    /// <summary>The inbox as the welcome has it.</summary>
    public void Snapshot(InboxSnapshot snapshot)
    {
        _stale = false;
        Take(snapshot, []);
    }

    public void Told(Entry entry)
    {
        if (_fetching)
            _meanwhile.Add(entry);
        if (Shown.Told(entry, _tab.Me))
            Refresh();
    }

    public void Position(ConversationPosition position)
    {
        if (Shown.Position(position))
            Refresh();
    }

    public void ReadMoved(ReadPosition position)
    {
        if (Shown.ReadMoved(position))
            Refresh();
    }

    public void Joined(InboxConversation conversation)
    {
        _outdated = true;
        Shown.Joined(conversation);
    }

    public void Left(ConversationId conversation)
    {
        _outdated = true;
        Shown.Left(conversation);
    }

    public void Refresh()
    {
        _stale = true;
        if (!_fetching)
            _meanwhile.Clear();
        _fetch.Run();
    }

    public void Read(ConversationId conversation, long sequence, HeldPart shown)
    {
        Shown.Read(conversation, sequence, shown, _tab.Me);
        _tellRead.Run();
    }

    private async Task<bool> Fetch()
    {
        (_stale, _fetching, _outdated) = (false, true, false);
        var answer = await _tab.Call<InboxSnapshot>("GetInbox");
        _fetching = false;
        if (answer.Value is { } snapshot && !_outdated)
            Take(snapshot, _meanwhile);
        else
            _stale = true;
        return answer.Value is not null;
    }

    private void Take(InboxSnapshot snapshot, IReadOnlyList<Entry> meanwhile)
    {
        foreach (var conversation in snapshot.Conversations)
            _model.Cursor(_tab.Me, conversation.Conversation).See(conversation.ReadUpTo);
        Shown.Snapshot(snapshot, meanwhile, _tab.Me);
        _tellRead.Run();
    }

    private async Task<bool> TellRead()
    {
        var (conversation, sequence) = Shown.ReadHere.First();
        var cursor = _model.Cursor(_tab.Me, conversation);
        cursor.Try(sequence);
        var answer = await _tab.Call<ReadPosition>("MarkRead", new MarkReadCommand(conversation, sequence), conversation);
        if (answer.Value is not { } position)
            return false;
        cursor.Confirm(sequence);
        Shown.Confirm(conversation, sequence);
        ReadMoved(position);
        return true;
    }
}
