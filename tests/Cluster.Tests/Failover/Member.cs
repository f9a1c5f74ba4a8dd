using System.Diagnostics;
using System.Threading.Channels;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.WebFront.Messages;
using ChatMux.WebFront.Tests;

namespace ChatMux.Cluster.Tests.Failover;

/// <summary>Somebody in a room who writes a message now and then, comes back when the socket ends, and keeps a page of the room.</summary>
internal sealed class Member : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly string _name;
    private readonly Fronts _fronts;
    private readonly TestBrowser _browser;
    private readonly CancellationTokenSource _over = new();
    private readonly Channel<bool> _toFetch = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private ConversationId _conversation;
    private Task _living = Task.CompletedTask;
    private volatile bool _sentAway;
    private TaskCompletionSource _attached = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Member(string name, Fronts fronts)
    {
        (_name, _fronts) = (name, fronts);
        _browser = new TestBrowser { OnEvents = Hear };
    }

    /// <summary>What this member wrote, in the order of writing.</summary>
    public List<Written> Written { get; } = [];

    /// <summary>What this member's page shows.</summary>
    public Page Page { get; } = new();

    /// <summary>From when to when there was no attached socket.</summary>
    public List<Away> Aways { get; } = [];

    /// <summary>Enters at a front, and makes the room or joins it.</summary>
    public async Task Enter(Uri front, RoomId room, bool first)
    {
        await _browser.SignIn(front, _name);
        await Open(front, null);
        var joined = first ? await _browser.Creates(room, $"Room of {_name}") : await _browser.Joins(room);
        _conversation = joined.Value!.Conversation;
        Page.Doubt();
        _living = Task.WhenAll(Stay(), Follow());
        _toFetch.Writer.TryWrite(true);
    }

    /// <summary>Writes until it is enough: each message under its id until it is acknowledged, and not the next one before.</summary>
    public async Task Write(TimeSpan pause, CancellationToken enough)
    {
        await Task.Delay(pause * Random.Shared.NextDouble(), _over.Token);
        while (!enough.IsCancellationRequested)
        {
            var message = new Written(HexId.New<MessageId>(), $"{_name}: {Written.Count + 1}", Stopwatch.GetTimestamp());
            Written.Add(message);
            for (var attempt = 1; !await TrySend(message); attempt++)
                await Task.Delay(TimeSpan.FromMilliseconds(500) + Backoff(attempt), _over.Token);
            await Task.Delay(pause, _over.Token);
        }
    }

    /// <summary>The room's log as a front reads it.</summary>
    public async Task<IReadOnlyList<ChatMessage>> ReadLog(Uri front)
    {
        await using var tab = await _browser.OtherTab(front);
        var log = new List<ChatMessage>();
        for (MessagePage page; ;)
        {
            page = (await tab.Call<MessagePage>("ReadMessages", Since(log.Count == 0 ? 0 : log[^1].Sequence))).Value!;
            if (page.Messages.Count == 0)
                return log;
            log.AddRange(page.Messages);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _browser.DisposeAsync();
        await _living;
        _over.Dispose();
    }

    // As the page waits: anything up to a limit that doubles from 1 s to 10 s.
    private static TimeSpan Backoff(int attempt) => TimeSpan.FromSeconds(Math.Min(10, Math.Pow(2, Math.Min(attempt, 5) - 1)) * Random.Shared.NextDouble());

    private async Task<bool> TrySend(Written message)
    {
        await _attached.Task.WaitAsync(_over.Token);
        var answer = await Call<SendReceipt>("SendMessage", new SendMessageCommand(_conversation, message.Id, message.Text));
        if (answer.Value is not { } receipt)
            return false;
        message.Acknowledge(receipt, Stopwatch.GetTimestamp());
        Page.Learn(receipt.Sequence);
        FetchIfNeeded();
        return true;
    }

    private async Task Stay()
    {
        while (!_over.IsCancellationRequested)
        {
            await Task.WhenAny(_browser.Closed.Task, Task.Delay(Timeout.Infinite, _over.Token));
            _attached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var since = Stopwatch.GetTimestamp();
            for (var attempt = 1; !_over.IsCancellationRequested && !await TryComeBack(attempt); attempt++)
                continue;
            Aways.Add(new Away(since, Stopwatch.GetTimestamp()));
        }
    }

    private async Task<bool> TryComeBack(int attempt)
    {
        try
        {
            if (!_sentAway)
                await Task.Delay(Backoff(attempt), _over.Token);
            _sentAway = false;
            await Open(await _fronts.Any(), _browser.Mailbox.Position);
            Page.Doubt();
            FetchIfNeeded();
            return true;
        }
        catch (Exception)
        {
            // Tried again, after a longer while.
            return false;
        }
    }

    private async Task Open(Uri front, MailboxPosition? position)
    {
        await _browser.DisposeAsync();
        await _browser.Open(front).WaitAsync(Patience);
        var answer = await _browser.Attach(position).WaitAsync(Patience);
        if (answer.Value is null)
            throw new IOException($"Not attached: {answer.Refusal?.Code}.");
        _attached.TrySetResult();
    }

    private void Hear(IReadOnlyList<ServerEvent> events)
    {
        foreach (var happened in events)
            switch (happened)
            {
                case MessagePosted posted when posted.Message.Conversation == _conversation:
                    Page.Post(posted.Message);
                    break;
                case ConversationPosition position when position.Conversation == _conversation:
                    Page.Learn(position.Head);
                    break;
                case ResyncNeeded:
                    Page.Doubt();
                    break;
                case GoAway:
                    _sentAway = true;
                    _browser.Drop();
                    break;
            }
        FetchIfNeeded();
    }

    private void FetchIfNeeded()
    {
        if (Page.MustFetch)
            _toFetch.Writer.TryWrite(true);
    }

    private async Task Follow()
    {
        while (!_over.IsCancellationRequested)
        {
            await Task.WhenAny(_toFetch.Reader.WaitToReadAsync().AsTask(), Task.Delay(Timeout.Infinite, _over.Token));
            _toFetch.Reader.TryRead(out _);
            for (var attempt = 1; Page.MustFetch && !_over.IsCancellationRequested; attempt++)
                if (!await TryFetch())
                    await Task.WhenAny(Task.Delay(Backoff(attempt), _over.Token));
        }
    }

    private async Task<bool> TryFetch()
    {
        Page.Fetching();
        var answer = await Call<MessagePage>("ReadMessages", Since(Page.Last));
        if (answer.Value is { } page)
            Page.Take(page);
        else
            Page.Doubt();
        return answer.Value is not null;
    }

    private ReadMessagesCommand Since(long after) => new(_conversation, null, after, Limits.PageLength);

    // The socket ended, or nothing came back: the outcome is unknown, and it is asked again.
    private async Task<Result<T>> Call<T>(string method, object command) where T : class
    {
        try
        {
            return await _browser.Call<T>(method, command).WaitAsync(Patience);
        }
        catch (Exception)
        {
            return RefusalCode.Unavailable;
        }
    }
}
