using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.Grains.Interfaces.Lobby;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Model.Tests.Place;
using ChatMux.Model.Tests.Wire;
using ChatMux.WebFront.Connections;
using ChatMux.WebFront.Tests;

namespace ChatMux.Model.Tests.Client;

/// <summary>One socket of a tab, from its opening to its end, and what came over it before the welcome.</summary>
internal sealed class Link : IAsyncDisposable
{
    // How long a browser waits for a front that hangs.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly TestBrowser _browser;
    private readonly TimeProvider _time;
    private readonly Stage _stage;
    private readonly Action<string> _note;
    private readonly Action<ServerEvent> _happened;
    private readonly Action<MailboxBatch> _mailbox;
    private readonly List<Action> _early = [];
    private readonly TaskCompletionSource _ended = new();
    private bool _opened;
    private bool _closed;
    private bool _welcomed;

    /// <param name="name">Whose, for the reports.</param>
    /// <param name="cookie">The person's session.</param>
    /// <param name="connection">The tab's id.</param>
    /// <param name="device">What the tab says that it runs on.</param>
    /// <param name="stage">Where it is told what comes.</param>
    /// <param name="time">The clock by which it loses patience.</param>
    /// <param name="note">Where it is written down what comes.</param>
    /// <param name="happened">Told of each event, after the welcome, while the link is not over.</param>
    /// <param name="mailbox">Told of each batch of the mailbox, likewise.</param>
    public Link(
        string name, string cookie, ConnectionId connection, DeviceKind device, Stage stage, TimeProvider time,
        Action<string> note, Action<ServerEvent> happened, Action<MailboxBatch> mailbox)
    {
        (_stage, _time, _note, _happened, _mailbox) = (stage, time, note, happened, mailbox);
        Wire = new WireCheck(name);
        _browser = new TestBrowser
        {
            InitialCookie = cookie,
            Connection = connection,
            Device = device,
            OnEvents = events => stage.Post(() => Hear(events)),
            OnMailbox = batch => stage.Post(() => Hear(batch)),
        };
    }

    public WireCheck Wire { get; }

    /// <summary>Whether it carries nothing more for its tab.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Completes when it is over.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Whether the socket is still open, although the tab may have let go of it.</summary>
    public bool IsSocketOpen => _opened && !_closed && !_browser.Closed.Task.IsCompleted;

    /// <summary>Whether it carries the tab's commands.</summary>
    public bool IsAttached => _welcomed && !IsOver;

    /// <summary>Opens the socket and attaches. The welcome is to be followed by <see cref="Welcome"/> at once.</summary>
    public async Task<Result<Welcome>> Open(Uri front, MailboxPosition? position)
    {
        await _browser.Open(front).WaitAsync(Patience, _time);
        _opened = true;
        _ = _browser.Closed.Task.ContinueWith(_ => _stage.Post(End), TaskScheduler.Default);
        return await _browser.Attach(position).WaitAsync(Patience, _time);
    }

    /// <summary>The tab has taken the welcome: what came before it is told now.</summary>
    public void Welcome(Welcome welcome)
    {
        Wire.Welcome(welcome);
        _welcomed = true;
        foreach (var tell in _early)
            Tell(tell);
        _early.Clear();
    }

    /// <summary>Says a command. Whatever goes wrong, the outcome is unknown.</summary>
    public async Task<Result<T>> Call<T>(string method, object? command = null) where T : class
    {
        try
        {
            return await _browser.Call<T>(method, command).WaitAsync(Patience, _time);
        }
        catch (Exception)
        {
            return RefusalCode.Unavailable;
        }
    }

    /// <summary>The tab lets go of it; the socket may live on.</summary>
    public void End()
    {
        IsOver = true;
        _ended.TrySetResult();
    }

    /// <summary>Ends the socket from this side, with a goodbye or without one.</summary>
    public void Close(bool politely)
    {
        End();
        _closed = true;
        if (!politely)
            _browser.Drop();
        _stage.Start(async () => await DisposeAsync());
    }

    public ValueTask DisposeAsync() => _browser.DisposeAsync();

    private void Hear(IReadOnlyList<ServerEvent> events)
    {
        foreach (var one in events)
            _note(Brief(one));
        Wire.Hear(events);
        foreach (var one in events)
            TellInTurn(() => _happened(one));
    }

    private void Hear(MailboxBatch batch)
    {
        _note($"mailbox {batch.Epoch[..6]} {batch.First}: {string.Join(", ", batch.Events.Select(Brief))}");
        Wire.Hear(batch);
        TellInTurn(() => _mailbox(batch));
    }

    private static string Brief(ServerEvent one) => one switch
    {
        MessagePosted posted => $"message {posted.Message.Sequence} '{posted.Message.Text}'",
        MessageChanged changed => $"change {changed.Change.Sequence}: {changed.Change.Target} {changed.Change.Kind} {changed.Change.Text}{changed.Change.Emoji}",
        ConversationPosition position => $"conversation at {position.Head}",
        LobbyChanged change => $"lobby {change.Epoch[..6]} {change.Version}",
        LobbyPosition position => $"lobby {position.Epoch[..6]} at {position.Version}",
        _ => one.ToString(),
    };

    private void TellInTurn(Action tell)
    {
        if (_welcomed)
            Tell(tell);
        else
            _early.Add(tell);
    }

    private void Tell(Action tell)
    {
        if (!IsOver)
            tell();
    }
}
