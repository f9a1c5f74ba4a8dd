using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ChatMux.Crowd.Wire;

/// <summary>
/// A websocket to a SignalR hub with as little in it as can be, so that what is measured is the server. Thousands of them
/// fit into one process.
/// </summary>
internal sealed class HubSocket : IDisposable
{
    private const int AmpleReceiveBuffer = 256 * 1024;
    private const int HubPing = 6;
    private const int HubInvocation = 1;
    private const int HubCompletion = 3;
    private const int HubClose = 7;

    private static readonly byte[] Ping = [.. FrameOf([2, 0x91, HubPing])];
    private static readonly byte[] Handshake = [.. FrameOf([.. """{"protocol":"messagepack","version":1}"""u8, 0x1e])];

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly Incoming _incoming = new();
    private readonly IHubEar _ear;
    private readonly Lock _sending = new();
    private TaskCompletionSource? _held;

    private HubSocket(IHubEar ear) => _ear = ear;

    /// <summary>Bytes that have come in, everything on the wire above TCP.</summary>
    public long BytesIn { get; private set; }

    /// <summary>Bytes that have gone out.</summary>
    public long BytesOut { get; private set; }

    /// <summary>Whether what is sent may still arrive.</summary>
    public bool Lives { get; private set; } = true;

    /// <summary>Connects, and agrees with the hub on the protocol.</summary>
    /// <param name="server">Where the server is, on this machine.</param>
    /// <param name="cookie">The session's cookie, or null for none.</param>
    /// <param name="ear">Hears what comes.</param>
    /// <param name="receiveBuffer">How many bytes the system takes in while nobody reads, or null to leave it to the system.</param>
    public static async Task<HubSocket> Open(Uri server, string? cookie, IHubEar ear, int? receiveBuffer = null)
    {
        var hub = new HubSocket(ear);
        try
        {
            if (receiveBuffer is { } size)
                hub._socket.ReceiveBufferSize = size;
            await hub._socket.ConnectAsync(IPAddress.Loopback, server.Port);
            await hub.Upgrade(server, cookie);
            hub.Send(Handshake);
            await hub.AwaitHandshake();
        }
        catch
        {
            hub.Dispose();
            throw;
        }
        _ = hub.Hear();
        return hub;
    }

    /// <summary>Sends a frame. That the server has hung up is for <see cref="IHubEar.Ended"/> to tell.</summary>
    public void Send(ReadOnlySpan<byte> frame)
    {
        try
        {
            lock (_sending)
            {
                _socket.Send(frame);
                BytesOut += frame.Length;
            }
        }
        catch (Exception problem) when (problem is SocketException or ObjectDisposedException)
        {
            Lives = false;
        }
    }

    /// <summary>Says that the client is still here.</summary>
    public void SendPing() => Send(Ping);

    /// <summary>From now on nothing is read, as if the client hung; what is being read still is.</summary>
    public void Hold() => _held ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Reads again, and as fast as others do, however little it took in meanwhile.</summary>
    public void LetGo()
    {
        if (Interlocked.Exchange(ref _held, null) is not { } held)
            return;
        if (Lives)
            _socket.ReceiveBufferSize = AmpleReceiveBuffer;
        held.SetResult();
    }

    /// <summary>Cuts the connection without a word, as a lost network does.</summary>
    public void Dispose()
    {
        Lives = false;
        _socket.Close(timeout: 0);
        LetGo();
    }

    private async Task Upgrade(Uri server, string? cookie)
    {
        _socket.Send(Encoding.ASCII.GetBytes(
            $"GET /hub HTTP/1.1\r\nHost: {server.Authority}\r\nOrigin: {server.GetLeftPart(UriPartial.Authority)}\r\n"
            + (cookie is null ? "" : $"Cookie: {cookie}\r\n")
            + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"));
        // The server says nothing more before the handshake, so what comes is the answer's head and no more.
        var head = "";
        var bytes = new byte[1024];
        while (!head.EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            var count = await _socket.ReceiveAsync(bytes);
            head += Encoding.ASCII.GetString(bytes, 0, count);
            if (count == 0 || !head.StartsWith("HTTP/1.1 101", StringComparison.Ordinal))
                throw new NotLetInException($"The server answered '{head.Split('\r')[0]}' instead of opening a socket.");
        }
    }

    private async Task AwaitHandshake()
    {
        while (!TryReadHandshake())
            if (!await TryReceive())
                throw new NotLetInException("The server hung up in the handshake.");
    }

    private bool TryReadHandshake()
    {
        if (!_incoming.TryReadHandshake(out var answer))
            return false;
        return answer.SequenceEqual("{}"u8) ? true : throw new NotLetInException($"The hub does not want to: {Encoding.UTF8.GetString(answer)}");
    }

    private async Task Hear()
    {
        Exception? wrong = null;
        try
        {
            do
            {
                while (_incoming.TryRead(out var message))
                    Tell(message);
                if (_held is { } held)
                    await held.Task;
            }
            while (!_incoming.Closed && await TryReceive());
        }
        catch (Exception problem) when (problem is SocketException or ObjectDisposedException)
        {
            // It was cut, here or there.
        }
        catch (Exception problem)
        {
            wrong = problem;
        }
        _incoming.Dispose();
        Dispose();
        _ear.Ended(this, wrong);
    }

    private async ValueTask<bool> TryReceive()
    {
        var count = await _socket.ReceiveAsync(_incoming.MakeRoom());
        BytesIn += count;
        _incoming.Received(count);
        return count > 0;
    }

    private void Tell(ReadOnlySpan<byte> message)
    {
        var reader = new PackReader(message);
        reader.ReadArray();
        switch (reader.ReadInteger())
        {
            case HubInvocation:
                reader.Skip(); // headers
                reader.Skip(); // no answer is awaited
                var method = reader.ReadText();
                reader.ReadArray();
                _ear.Invoked(method, reader);
                break;
            case HubCompletion:
                reader.Skip(); // headers
                var id = reader.ReadText();
                var failed = reader.ReadInteger() == 1;
                _ear.Answered(id, failed, reader);
                break;
            case HubPing or HubClose:
                break;
        }
    }

    private static Span<byte> FrameOf(ReadOnlySpan<byte> payload)
    {
        Span<byte> room = new byte[WebSocketFrame.MaxHeader + payload.Length];
        payload.CopyTo(room[WebSocketFrame.MaxHeader..]);
        return WebSocketFrame.Wrap(room, WebSocketFrame.MaxHeader, room.Length);
    }
}

/// <summary>The server did not open a socket, or refused a command without which nothing can go on.</summary>
internal sealed class NotLetInException(string message) : Exception(message);
