using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.WebFront.Connections;
using ChatMux.WebFront.Delivery;
using ChatMux.WebFront.Messages;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace ChatMux.WebFront.Tests;

/// <summary>One of many browsers: a bare socket that speaks the hub's protocol, can stop reading, and can be cut off.</summary>
internal sealed class LightBrowser : IInvocationBinder, IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly MessagePackHubProtocol Protocol = new(
        Microsoft.Extensions.Options.Options.Create(new MessagePackHubProtocolOptions { SerializerOptions = Glance.Options }));

    private readonly ConcurrentDictionary<string, (Type Type, TaskCompletionSource<object?> Answer)> _calls = [];
    private readonly SemaphoreSlim _sending = new(1);
    private readonly Heard _heard = new();
    private long _attempts;
    private Socket _socket = null!;
    private WebSocket _webSocket = null!;
    private Timer? _ping;
    private TaskCompletionSource? _notReading;
    private int _lastCall;

    public string Cookie { get; private set; } = "";

    public ConnectionId Connection { get; } = HexId.New<ConnectionId>();

    public WelcomeGlance Welcome { get; private set; } = null!;

    /// <summary>Completes when the socket has ended.</summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

    public ConversationId General => Welcome.Inbox.Conversations.Single(c => c.Room.Name == "General").Conversation;

    /// <summary>How far it has read its mailbox: this browser acknowledges nothing.</summary>
    public MailboxPosition Position => new(Welcome.Mailbox.Replay.Epoch, 0);

    public async Task SignIn(Uri front, string name)
    {
        await using var entering = new TestBrowser();
        while (Cookie.Length == 0)
            try
            {
                await entering.SignIn(front, name);
                Cookie = entering.Cookie;
            }
            catch (HttpRequestException busy) when (busy.StatusCode == HttpStatusCode.ServiceUnavailable)
            {
                // As the client does: a machine with much to do answers later.
            }
    }

    /// <summary>Opens a socket; does not attach.</summary>
    /// <param name="front">The front to open it to.</param>
    /// <param name="receiveBuffer">How much the kernel takes in for it while it does not read; null for as much as is usual.</param>
    public async Task Open(Uri front, int? receiveBuffer = null)
    {
        _socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (receiveBuffer is { } bytes)
            _socket.ReceiveBufferSize = bytes;
        await _socket.ConnectAsync(IPAddress.Loopback, front.Port);
        var stream = new NetworkStream(_socket, ownsSocket: true);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"GET /hub HTTP/1.1\r\nHost: {front.Authority}\r\nOrigin: {front.GetLeftPart(UriPartial.Authority)}\r\nCookie: {Cookie}\r\n"
            + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + $"Sec-WebSocket-Key: {Convert.ToBase64String(RandomNumberGenerator.GetBytes(16))}\r\n\r\n"));
        Assert.StartsWith("HTTP/1.1 101", await ReadHead(stream), StringComparison.Ordinal);
        _webSocket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { KeepAliveInterval = TimeSpan.Zero });
        await Send(Encoding.ASCII.GetBytes("{\"protocol\":\"messagepack\",\"version\":1}\u001e"));
        Ended = Listen(_webSocket);
        // As the client does: the server takes 15 s of silence for the end.
        _ping = new Timer(_ => Send(Protocol.GetMessageBytes(PingMessage.Instance)).Ignore(), null, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5));
    }

    /// <summary>Attaches, again if it has to: a machine with much to do may say that it cannot right now.</summary>
    public async Task<Result<WelcomeGlance>> Attach(MailboxPosition? position = null)
    {
        Result<WelcomeGlance> answer;
        do
            answer = await Call<WelcomeGlance>("Attach", new AttachCommand(Connection, DeviceKind.Desktop, ++_attempts, position));
        while (answer.Refusal?.Code == RefusalCode.Unavailable);
        Welcome = answer.Value ?? Welcome;
        return answer;
    }

    public async Task<Result<T>> Call<T>(string method, object command) where T : class
    {
        var id = Interlocked.Increment(ref _lastCall).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var answer = new TaskCompletionSource<object?>(TaskCreationOptions.RunContinuationsAsynchronously);
        _calls[id] = (typeof(Result<T>), answer);
        await Send(Protocol.GetMessageBytes(new InvocationMessage(id, method, [command])));
        if (await Task.WhenAny(answer.Task, Ended).WaitAsync(Patience) != answer.Task)
        {
            await Ended;
            throw new IOException("The socket ended before the answer came.");
        }
        return (Result<T>)(await answer.Task)!;
    }

    public Task<Result<SendReceipt>> Says(string text) =>
        Call<SendReceipt>("SendMessage", new SendMessageCommand(General, HexId.New<MessageId>(), text));

    public IReadOnlyList<T> All<T>() where T : ServerEvent => _heard.All<T>();

    /// <summary>The first event of this kind, heard already or yet to come.</summary>
    public Task<T> Sees<T>(Func<T, bool>? wanted = null) where T : ServerEvent => _heard.Sees(wanted, Patience);

    /// <summary>From here on, what came before is as if it had not been heard.</summary>
    public void Forget() => _heard.Forget();

    /// <summary>Reads no more from its socket, except for what it has begun to read.</summary>
    public void StopReading() => _notReading = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Goes on where it stopped.</summary>
    public void ReadAgain() => Interlocked.Exchange(ref _notReading, null)?.SetResult();

    /// <summary>Its network is gone: the socket ends without a word of the protocol.</summary>
    public void Drop()
    {
        _ping?.Dispose();
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Close();
    }

    public ValueTask DisposeAsync()
    {
        if (_socket is not null)
            Drop();
        _sending.Dispose();
        return default;
    }

    public Type GetReturnType(string invocationId) => _calls[invocationId].Type;

    public IReadOnlyList<Type> GetParameterTypes(string methodName) =>
        [methodName == Frames.Events ? typeof(Glance) : typeof(MailboxBatch)];

    public Type GetStreamItemType(string streamId) => throw new NotSupportedException();

    private static async Task<string> ReadHead(NetworkStream stream)
    {
        // Byte by byte, so as not to take in what follows the head.
        var head = new StringBuilder();
        for (var next = new byte[1]; !(head.Length >= 4 && head.ToString(head.Length - 4, 4) == "\r\n\r\n");)
        {
            await stream.ReadExactlyAsync(next);
            head.Append((char)next[0]);
        }
        return head.ToString();
    }

    private async Task Send(ReadOnlyMemory<byte> bytes)
    {
        await _sending.WaitAsync();
        try
        {
            await _webSocket.SendAsync(bytes, WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);
        }
        finally
        {
            _sending.Release();
        }
    }

    private async Task Listen(WebSocket webSocket)
    {
        var unread = new ArrayBufferWriter<byte>(4096);
        var shaken = false;
        try
        {
            while (true)
            {
                if (_notReading is { } notReading)
                    await notReading.Task;
                var received = await webSocket.ReceiveAsync(unread.GetMemory(4096), CancellationToken.None);
                if (received.MessageType == WebSocketMessageType.Close)
                    return;
                unread.Advance(received.Count);
                if (!received.EndOfMessage)
                    continue;
                // The first is the answer to the handshake.
                if (shaken)
                    Take(new ReadOnlySequence<byte>(unread.WrittenMemory));
                shaken = true;
                unread.ResetWrittenCount();
            }
        }
        catch (Exception problem) when (problem is WebSocketException or IOException or ObjectDisposedException or OperationCanceledException)
        {
            // Cut off, by either side.
        }
    }

    private void Take(ReadOnlySequence<byte> bytes)
    {
        while (Protocol.TryParseMessage(ref bytes, this, out var message))
            if (message is CompletionMessage answer && _calls.TryRemove(answer.InvocationId!, out var call))
                call.Answer.SetResult(answer.Result);
            else if (message is InvocationMessage { Arguments: [Glance glance] })
                _heard.Add(glance.Events);
            else if (message is InvocationMessage { Arguments: [MailboxBatch batch] })
                _heard.Add(batch.Events);
    }
}
