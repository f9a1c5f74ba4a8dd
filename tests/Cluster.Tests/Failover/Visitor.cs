using System.Diagnostics;
using System.Threading.Channels;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.WebFront.Connections;
using ChatMux.WebFront.Tests;

namespace ChatMux.Cluster.Tests.Failover;

/// <summary>Somebody who writes a message now and then, comes back when the socket ends, and keeps a page of one conversation.</summary>
internal abstract class Visitor : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Fronts _fronts;
    private readonly CancellationTokenSource _over = new();
    private readonly Channel<bool> _toFetch = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private Task _living = Task.CompletedTask;
    private volatile bool _sentAway;
    private string? _mailbox;
    private TaskCompletionSource _attached = new(TaskCreationOptions.RunContinuationsAsynchronously);

    protected Visitor(string name, Fronts fronts)
    {
        (Name, _fronts) = (name, fronts);
        Browser = new TestBrowser { OnEvents = Hear, OnMailbox = Hear };
    }

    /// <summary>What this one wrote, in the order of writing.</summary>
    public List<Written> Written { get; } = [];

    /// <summary>What this one's page shows.</summary>
    public Page Page { get; } = new();

    /// <summary>From when to when there was no attached socket.</summary>
    public List<Away> Aways { get; } = [];

    protected string Name { get; }

    protected TestBrowser Browser { get; }

    /// <summary>Writes until it is enough: each message under its id until it is acknowledged, and not the next one before.</summary>
    public async Task Write(TimeSpan pause, CancellationToken enough)
    {
        await Task.Delay(pause * Random.Shared.NextDouble(), _over.Token);
        while (!enough.IsCancellationRequested)
        {
            var message = Begin(Written.Count + 1);
            Written.Add(message);
            for (var attempt = 1; !await TrySend(message); attempt++)
                await Task.Delay(TimeSpan.FromMilliseconds(500) + Backoff(attempt), _over.Token);
            await Acknowledged(message);
            await Task.Delay(pause, _over.Token);
        }
    }

    /// <summary>The conversation's log as a front reads it.</summary>
    public async Task<IReadOnlyList<Entry>> ReadLog(Uri front)
    {
        await using var tab = await OpenTab(front);
        var log = new List<Entry>();
        for (; ; )
        {
            var (_, entries) = (await Read(tab, log.Count == 0 ? 0 : log[^1].Sequence)).Value!;
            if (entries.Count == 0)
                return log;
            log.AddRange(entries);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await Browser.DisposeAsync();
        await _living;
        _over.Dispose();
    }

    /// <summary>The next message.</summary>
    protected abstract Written Begin(int number);

    /// <summary>Sends it, the same with every try.</summary>
    protected abstract Task<Result<SendReceipt>> Send(Written message);

    /// <summary>What there is above a number, at most a page.</summary>
    protected abstract Task<Result<Stretch>> Read(TestBrowser tab, long after);

    /// <summary>Something happened that may be of the conversation.</summary>
    protected abstract void Hear(ServerEvent happened);

    /// <summary>Another tab that may read it.</summary>
    protected virtual Task<TestBrowser> OpenTab(Uri front) => Browser.OtherTab(front);

    /// <summary>What is said on each socket once it is attached.</summary>
    protected virtual Task Attached() => Task.CompletedTask;

    /// <summary>What is done when a message was acknowledged.</summary>
    protected virtual Task Acknowledged(Written message) => Task.CompletedTask;

    /// <summary>Opens the first socket.</summary>
    protected Task Enter(Uri front) => Open(front, null);

    /// <summary>From now on it comes back, and its page is kept.</summary>
    protected void Live()
    {
        Page.Doubt();
        _living = Task.WhenAll(Stay(), Follow());
        _toFetch.Writer.TryWrite(true);
    }

    /// <summary>The socket ended, or nothing came back: the outcome is unknown, and it is asked again.</summary>
    protected async Task<Result<T>> Call<T>(string method, object? command = null) where T : class
    {
        try
        {
            return await Browser.Call<T>(method, command).WaitAsync(Patience);
        }
        catch (Exception)
        {
            return RefusalCode.Unavailable;
        }
    }

    // As the page waits: anything up to a limit that doubles from 1 s to 10 s.
    private static TimeSpan Backoff(int attempt) => TimeSpan.FromSeconds(Math.Min(10, Math.Pow(2, Math.Min(attempt, 5) - 1)) * Random.Shared.NextDouble());

    private async Task<bool> TrySend(Written message)
    {
        await _attached.Task.WaitAsync(_over.Token);
        var answer = await Send(message);
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
            await Task.WhenAny(Browser.Closed.Task, Task.Delay(Timeout.Infinite, _over.Token));
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
            await Open(await _fronts.Any(), Browser.Mailbox.Position);
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
        await Browser.DisposeAsync();
        await Browser.Open(front).WaitAsync(Patience);
        var answer = await Browser.Attach(position).WaitAsync(Patience);
        if (answer.Value is null)
            throw new IOException($"Not attached: {answer.Refusal?.Code}.");
        await Attached();
        _attached.TrySetResult();
    }

    private void Hear(IReadOnlyList<ServerEvent> events)
    {
        foreach (var happened in events)
            switch (happened)
            {
                case ResyncNeeded:
                    Page.Doubt();
                    break;
                case GoAway:
                    _sentAway = true;
                    Browser.Drop();
                    break;
                default:
                    Hear(happened);
                    break;
            }
        FetchIfNeeded();
    }

    private void Hear(MailboxBatch batch)
    {
        // What was in the one before and did not come is lost.
        if (Interlocked.Exchange(ref _mailbox, batch.Epoch) is { } before && before != batch.Epoch)
            Page.Doubt();
        Hear(batch.Events);
        if (Browser.Mailbox.Position is { } position)
            _ = Call<Done>("Acknowledge", new AcknowledgeCommand(position.Epoch, position.Sequence));
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
        try
        {
            if ((await Read(Browser, Page.Last).WaitAsync(Patience)).Value is { } read)
            {
                Page.Take(read.Head, read.Entries);
                return true;
            }
        }
        catch (Exception)
        {
            // Asked again.
        }
        Page.Doubt();
        return false;
    }
}

/// <summary>A part of a log.</summary>
/// <param name="Head">The number of the last message at that moment.</param>
/// <param name="Entries">The messages.</param>
internal sealed record Stretch(long Head, IReadOnlyList<Entry> Entries);
