using System.Collections.Concurrent;
using System.Net.WebSockets;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.WebFront.Messages;
using ChatMux.WebFront.Tests;

namespace ChatMux.Cluster.Tests;

/// <summary>
/// Someone who writes as fast as the server takes it, several messages at once, and keeps account: what was sent, and what
/// the server said is on disk.
/// </summary>
internal sealed class Author(string name) : IAsyncDisposable
{
    private const int AtOnce = 4;

    // As a browser leaves between two tries, but shorter.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentDictionary<MessageId, string> _sent = [];
    private readonly ConcurrentDictionary<MessageId, SendReceipt> _receipts = [];
    private ConversationId _room;
    private int _count;

    public TestBrowser Browser { get; } = new();

    /// <summary>Everything sent, acknowledged or not.</summary>
    public IReadOnlyDictionary<MessageId, string> Sent => _sent;

    /// <summary>What the server acknowledged.</summary>
    public IReadOnlyDictionary<MessageId, SendReceipt> Receipts => _receipts;

    /// <summary>Opens a socket to this front; signs in only the first time.</summary>
    public async Task Come(Uri front)
    {
        if (Browser.Cookie == "")
            await Browser.SignIn(front, name);
        await Browser.Open(front);
        Assert.Null((await Browser.Attach()).Refusal);
        _room = Browser.General;
    }

    /// <summary>Writes until the server is gone.</summary>
    public Task WriteUntilGone(Action acknowledged) => Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async _ =>
    {
        while (!Browser.Closed.Task.IsCompleted)
        {
            var id = HexId.New<MessageId>();
            _sent[id] = $"{name} {Interlocked.Increment(ref _count)}";
            if (!await TrySend(id))
                return;
            acknowledged();
        }
    }));

    /// <summary>Writes until it is enough. What is not acknowledged is sent again under the same id, for as long as it takes.</summary>
    public Task WriteThrough(Action acknowledged, CancellationToken enough) => Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async _ =>
    {
        while (!enough.IsCancellationRequested)
        {
            var id = HexId.New<MessageId>();
            _sent[id] = $"{name} {Interlocked.Increment(ref _count)}";
            while (!await TrySend(id))
                await Task.Delay(Pause, TestContext.Current.CancellationToken);
            acknowledged();
        }
    }));

    /// <summary>Sends again what was not acknowledged, under the same ids. Returns how many that were.</summary>
    public async Task<int> SendRest()
    {
        var rest = _sent.Keys.Except(_receipts.Keys).ToArray();
        foreach (var id in rest)
            Assert.True(await TrySend(id), "The server is there, but did not take a message.");
        return rest.Length;
    }

    private async Task<bool> TrySend(MessageId id)
    {
        try
        {
            var answer = await Browser.Call<SendReceipt>("SendMessage", new SendMessageCommand(_room, id, _sent[id]));
            if (answer.Value is { } receipt)
                Assert.Equal(receipt, _receipts.GetOrAdd(id, receipt));
            return answer.Value is not null;
        }
        catch (Exception lost) when (lost is WebSocketException or IOException
            || Browser.Closed.Task.IsCompleted || Browser.Socket.State != Microsoft.AspNetCore.SignalR.Client.HubConnectionState.Connected)
        {
            // The outcome is unknown: that is what the id is for. The call may hear of the lost socket before the client's state tells.
            return false;
        }
    }

    public ValueTask DisposeAsync() => Browser.DisposeAsync();
}

internal static class History
{
    /// <summary>All messages of General, page by page.</summary>
    public static async Task<IReadOnlyList<ChatMessage>> ReadAll(this TestBrowser browser)
    {
        var all = new List<ChatMessage>();
        for (; ; )
        {
            var page = (await browser.Call<MessagePage>("ReadMessages",
                new ReadMessagesCommand(browser.General, null, all.Count == 0 ? 0 : all[^1].Sequence, Limits.PageLength))).Value!;
            all.AddRange(page.Messages);
            if (page.Messages.Count == 0)
                return all;
        }
    }

    /// <summary>Every message of these authors is there once and nothing else, numbered without gaps, each under the number it was acknowledged with.</summary>
    public static void AssertExact(this IReadOnlyList<ChatMessage> history, IReadOnlyCollection<Author> authors)
    {
        Assert.Equal(Enumerable.Range(1, history.Count).Select(i => (long)i), history.Select(message => message.Sequence));
        var byId = history.ToDictionary(message => message.Id); // throws when one is there twice
        Assert.Equal(authors.Sum(author => author.Sent.Count), history.Count);
        foreach (var author in authors)
        {
            foreach (var (id, text) in author.Sent)
                Assert.Equal(text, byId[id].Text);
            foreach (var (id, receipt) in author.Receipts)
                Assert.Equal(receipt, new SendReceipt(byId[id].Sequence, byId[id].SentAtMs));
        }
    }
}
