using System.Buffers;
using System.Net.WebSockets;
using System.Text;
using MessagePack;

namespace ChatMux.Cluster.Tests;

/// <summary>A socket to the hub that says whatever it is told to: the hub protocol's frames, or anything else.</summary>
internal sealed class RawSocket : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();

    /// <summary>Opens a socket with this session and says what protocol it speaks.</summary>
    public static async Task<RawSocket> Open(Uri front, string cookie, string handshake = """{"protocol":"messagepack","version":1}""" + "\u001e")
    {
        var raw = new RawSocket();
        raw._socket.Options.SetRequestHeader("Cookie", cookie);
        raw._socket.Options.SetRequestHeader("Origin", front.GetLeftPart(UriPartial.Authority));
        await raw._socket.ConnectAsync(new UriBuilder(front) { Scheme = "ws", Path = "/hub" }.Uri, TestContext.Current.CancellationToken);
        await raw.Send(Encoding.UTF8.GetBytes(handshake));
        return raw;
    }

    /// <summary>An array of these values as one frame of the hub protocol.</summary>
    public static byte[] Frame(params object?[] message) => Frame(MessagePackSerializer.Typeless.Serialize(message, MessagePackSerializerOptions.Standard.WithResolver(MessagePack.Resolvers.PrimitiveObjectResolver.Instance)));

    /// <summary>Bytes under the length that the protocol puts in front.</summary>
    public static byte[] Frame(byte[] payload)
    {
        var length = new ArrayBufferWriter<byte>(5);
        var rest = (uint)payload.Length;
        do
        {
            length.Write([(byte)((rest & 0x7f) | (rest > 0x7f ? 0x80u : 0))]);
            rest >>= 7;
        }
        while (rest > 0);
        return [.. length.WrittenSpan, .. payload];
    }

    /// <summary>Sends bytes; that the server has hung up already is no failure.</summary>
    public async Task<bool> Send(byte[] bytes)
    {
        try
        {
            await _socket.SendAsync(bytes, WebSocketMessageType.Binary, endOfMessage: true, TestContext.Current.CancellationToken);
            return true;
        }
        catch (Exception problem) when (problem is WebSocketException or InvalidOperationException or IOException)
        {
            return false;
        }
    }

    /// <summary>Reads until the server hangs up.</summary>
    public async Task Ends()
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while ((await _socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30))).MessageType != WebSocketMessageType.Close)
                continue;
        }
        catch (Exception problem) when (problem is WebSocketException or IOException)
        {
            // It hung up without a word.
        }
    }

    /// <summary>Sends all of it and hangs up; returns when the server has taken it in, and has hung up too.</summary>
    public async Task SendAndHangUp(IEnumerable<byte[]> frames)
    {
        var ended = Ends();
        foreach (var frame in frames)
            if (ended.IsCompleted || !await Send(frame))
                break;
        try
        {
            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, TestContext.Current.CancellationToken);
        }
        catch (Exception problem) when (problem is WebSocketException or InvalidOperationException or IOException)
        {
            // The server was first.
        }
        await ended;
    }

    /// <summary>Is gone in the middle of whatever it was doing.</summary>
    public ValueTask DisposeAsync()
    {
        _socket.Abort();
        _socket.Dispose();
        return default;
    }
}
