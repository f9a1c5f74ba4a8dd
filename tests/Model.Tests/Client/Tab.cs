using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.Grains.Interfaces.Lobby;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Model.Tests.Life;
using ChatMux.Model.Tests.Place;
using ChatMux.Model.Tests.Reference;
using ChatMux.WebFront.Connections;

namespace ChatMux.Model.Tests.Client;

/// <summary>
/// An open tab that does what docs/protocol.md says a browser does: it comes back to any front, resumes its mailbox, fetches
/// what it misses, and sends again what was not acknowledged.
/// </summary>
internal sealed class Tab
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan AcknowledgeAfter = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan GapForAtMost = TimeSpan.FromSeconds(5);

    private readonly Person _person;
    private readonly ModelPlace _place;
    private readonly ReferenceModel _model;
    private readonly DeviceKind _device;
    private readonly List<Link> _links = [];
    private readonly Dictionary<ConversationId, ConversationPane> _conversations = [];
    private readonly MailboxReader _mailbox = new();
    private readonly LobbyPane _lobby;
    private readonly InboxPane _inbox;
    private TaskCompletionSource _changed = new();
    private int _slot;
    private bool _away;
    private bool _closed;
    private bool _acknowledging;

    public Tab(string name, Person person, DeviceKind device, ModelPlace place, Stage stage, ReferenceModel model)
    {
        (Name, _person, _device, _place, Stage, _model) = (name, person, device, place, stage, model);
        _lobby = new LobbyPane(this);
        _inbox = new InboxPane(this, model);
    }

    public string Name { get; }

    public Stage Stage { get; }

    public ConnectionId Connection { get; } = HexId.New<ConnectionId>();

    /// <summary>Who the person is, once it has entered.</summary>
    public UserId Me => _person.Me;

    /// <summary>Who the person is, once the tab was welcomed.</summary>
    public Profile Profile { get; private set; } = null!;

    public bool IsAttached => Link is { IsAttached: true };

    /// <summary>What came over its sockets and must not have. A gap on a socket that has ended may have been about to be explained.</summary>
    public IEnumerable<Divergence> Wire => _links.SelectMany(link => link.Wire.Found.Where(found => !link.IsOver || found.IsFinal));

    private bool WantsToBeHere => !_away && !_closed;

    private Link? Link => _links.Count > 0 ? _links[^1] : null;

    public void Open(int slot)
    {
        _slot = slot;
        Stage.Start(Live);
    }

    /// <summary>Loses its socket and comes back.</summary>
    public void Drop(int slot, bool politely)
    {
        _slot = slot;
        Link?.Close(politely);
    }

    /// <summary>Comes back elsewhere without the server having noticed that the first socket is of no use any more.</summary>
    public void Move(int slot)
    {
        _slot = slot;
        Link?.End();
    }

    public void GoAway() => Leave(() => _away = true, politely: false);

    public void ComeBack(int slot)
    {
        (_slot, _away) = (slot, false);
        _changed.TrySetResult();
    }

    public void Close(bool politely) => Leave(() => _closed = true, politely);

    /// <summary>Sends a message: in General as soon as it can, elsewhere if the tab shows the room.</summary>
    public void Send(ConversationId conversation, string text) => Stage.Start(async () =>
    {
        await _person.Enter(_slot);
        if (conversation == Run.General || _inbox.Shown.Find(conversation) is not null)
            Pane(conversation).Send(text);
    });

    /// <summary>Replies to a message that the tab shows, counted from the newest.</summary>
    public void Reply(ConversationId conversation, int pick, string text) => Shown(conversation)?.Send(text, pick);

    /// <summary>Changes a message that the tab shows, counted from the newest.</summary>
    public void Change(ConversationId conversation, MessageChangeKind kind, int pick, bool own, string? text = null, string? emoji = null, bool on = false) =>
        Shown(conversation)?.Change(kind, pick, own, text, emoji, on);

    /// <summary>Looks at older messages.</summary>
    public void LookBack(ConversationId conversation) => Shown(conversation)?.WantOlder();

    public void MarkRead(ConversationId conversation)
    {
        if (Shown(conversation)?.Shown is { Messages.Count: > 0 } shown)
            _inbox.Read(conversation, shown.Messages[^1].Sequence, new HeldPart(shown.Messages, shown.First, shown.Last));
    }

    /// <summary>Says a command over the socket that is attached. Whatever may pass is a failure like any other.</summary>
    /// <param name="method">Which.</param>
    /// <param name="command">What it takes.</param>
    /// <param name="conversation">Whichever it is about.</param>
    /// <param name="mayBe">What the answer may be for a reason that the caller looks into.</param>
    public async Task<Result<T>> Call<T>(
        string method, object? command = null, ConversationId? conversation = null, params RefusalCode[] mayBe) where T : class
    {
        // Whoever does not take part, or not for sure, may be refused.
        var takesPart = conversation is not { } about || _model.TakesPart(Me, about);
        if (Link is not { IsAttached: true } link)
            return RefusalCode.Unavailable;
        var answer = await link.Call<T>(method, command);
        Note($"{method} {command} → {answer.Refusal?.Code.ToString() ?? answer.Value?.ToString()}");
        takesPart &= conversation is not { } still || _model.TakesPart(Me, still);
        if (answer.Refusal is { Code: not (RefusalCode.Unavailable or RefusalCode.TooFast) } refusal && !mayBe.Contains(refusal.Code) && !link.IsOver && takesPart)
            _model.Refuse($"{method} of {Name} was refused: {refusal.Code}");
        return answer;
    }

    public Task Later() => Task.Delay(RetryAfter, _place.Time);

    /// <summary>A message or a change is on disk.</summary>
    public void Told(Entry entry)
    {
        if (entry.Message is { } message)
            _model.Hear(Name, Me, message);
        if (entry.Change is { } change)
            _model.Hear(Name, Me, change);
        Pane(entry.Conversation).Told(entry);
        _inbox.Told(entry);
    }

    public ObservedTab Observe() => new(
        Name, _person.User, WantsToBeHere, IsAttached,
        _links.Count(link => link.IsOver && link.IsSocketOpen),
        [.. _inbox.Shown.Conversations.Select(Observe)],
        _lobby.Shown.People.ToDictionary(p => p.Profile.Id, p => p.Devices.ToArray()),
        _lobby.Shown.Rooms.Select(room => room.Id).ToHashSet());

    private ObservedConversation Observe(InboxConversation held) => new(
        held.Conversation,
        [.. Pane(held.Conversation).Shown.Messages.Select(ShownMessage.Of)],
        Pane(held.Conversation).Unsent,
        held.Head, held.ReadUpTo, held.Unread);

    private async Task Live()
    {
        while (!_closed)
            if (_away)
                await (_changed = new TaskCompletionSource()).Task;
            else if (await Connect())
            {
                await Link!.Ended;
                Note("socket is over");
            }
            else
                await Later();
    }

    private async Task<bool> Connect()
    {
        await _person.Enter(_slot);
        if (_place.FrontNear(_slot) is not { } front || !WantsToBeHere)
            return false;
        var link = new Link(Name, _person.Cookie, Connection, _device, Stage, _place.Time, Note, Happened, Received);
        _links.Add(link);
        var named = _mailbox.Position;
        try
        {
            Note($"opens at {front.Port}, named {named}");
            var answer = await link.Open(front, named);
            Note($"attached: {answer.Refusal} {answer.Value?.Mailbox} {string.Join(", ", answer.Value?.Inbox.Conversations ?? [])}");
            if (answer.Value is { } welcome && !link.IsOver)
            {
                Welcomed(link, welcome, named);
                return true;
            }
        }
        catch (Exception)
        {
            // The front is gone, or was about to be; another try finds another.
        }
        Note("could not attach");
        link.Close(politely: false);
        return false;
    }

    private void Welcomed(Link link, Welcome welcome, MailboxPosition? named)
    {
        Profile = welcome.Me;
        _lobby.Snapshot(welcome.Lobby);
        _inbox.Snapshot(welcome.Inbox);
        foreach (var left in _conversations.Keys.Except(welcome.Inbox.Conversations.Select(c => c.Conversation)).ToArray())
            Forget(left);
        foreach (var conversation in welcome.Inbox.Conversations)
            Pane(conversation.Conversation).CatchUp();
        foreach (var missed in _mailbox.Attach(named, welcome.Mailbox))
            Happened(missed);
        AcknowledgeSoon();
        link.Welcome(welcome);
    }

    private void Happened(ServerEvent one)
    {
        switch (one)
        {
            case MessagePosted { Message: var message }:
                Told(Entry.Of(message));
                break;
            case MessageChanged { Change: var change }:
                Told(Entry.Of(change));
                break;
            case ConversationPosition position:
                Pane(position.Conversation).Position(position.Head);
                _inbox.Position(position);
                break;
            case ConversationJoined { Conversation: var conversation }:
                _inbox.Joined(conversation);
                Pane(conversation.Conversation).CatchUp();
                break;
            case ConversationLeft { Conversation: var conversation }:
                Forget(conversation);
                _inbox.Left(conversation);
                break;
            case ReadMoved moved:
                _inbox.ReadMoved(moved.Position);
                break;
            case LobbyChanged lobby:
                _lobby.Change(lobby);
                break;
            case LobbyPosition position:
                _lobby.Position(position);
                break;
            case ResyncNeeded:
                Resync();
                break;
            case ConnectionSuperseded or SessionEnded:
                _model.Refuse($"{Name} was told {one.GetType().Name} over its only socket");
                break;
        }
    }

    private void Received(MailboxBatch batch)
    {
        var (events, lost) = _mailbox.Receive(batch);
        foreach (var one in events)
            Happened(one);
        if (lost)
            Resync();
        AcknowledgeSoon();
        if (_mailbox.IsWaiting)
            WatchGap();
    }

    private ConversationPane? Shown(ConversationId conversation) => _conversations.GetValueOrDefault(conversation);

    private void Note(string what) => _place.Journal.Note(Name, what);

    private void Resync()
    {
        _inbox.Refresh();
        _lobby.Refresh();
        foreach (var pane in _conversations.Values)
            pane.CatchUp();
    }

    // Many events within a moment are acknowledged at once.
    private void AcknowledgeSoon()
    {
        if (_acknowledging)
            return;
        _acknowledging = true;
        Stage.Start(async () =>
        {
            await Task.Delay(AcknowledgeAfter, _place.Time);
            _acknowledging = false;
            if (_mailbox.Position is { } position)
                await Call<Done>("Acknowledge", new AcknowledgeCommand(position.Epoch, position.Sequence));
        });
    }

    // The server sends in order; a missing event that has not come by then comes only with another socket.
    private void WatchGap() => Stage.Start(async () =>
    {
        var (link, position) = (Link, _mailbox.Position);
        await Task.Delay(GapForAtMost, _place.Time);
        if (link == Link && _mailbox.IsWaiting && _mailbox.Position == position)
            link!.Close(politely: true);
    });

    private void Leave(Action leave, bool politely)
    {
        leave();
        foreach (var link in _links.Where(link => link.IsSocketOpen || !link.IsOver))
            link.Close(politely);
        _changed.TrySetResult();
    }

    private void Forget(ConversationId conversation)
    {
        if (_conversations.Remove(conversation, out var pane))
            pane.Close();
    }

    private ConversationPane Pane(ConversationId conversation)
    {
        if (!_conversations.TryGetValue(conversation, out var pane))
            _conversations[conversation] = pane = new ConversationPane(this, _model, conversation);
        return pane;
    }
}
