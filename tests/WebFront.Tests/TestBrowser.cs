using System.Net.Http.Json;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.WebFront.Connections;
using ChatMux.WebFront.Delivery;
using ChatMux.WebFront.Messages;
using ChatMux.WebFront.Sessions;
using MessagePack;
using MessagePack.Resolvers;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace ChatMux.WebFront.Tests;

/// <summary>A browser as far as the server can tell: a cookie, a tab's connection id, one socket, and what it heard.</summary>
internal sealed class TestBrowser : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // As the front reads and writes, and beyond that untyped maps, for commands that no honest browser sends.
    private static readonly MessagePackSerializerOptions AnyShape = ContractResolver.Options.WithResolver(
        CompositeResolver.Create(ContractResolver.Options.Resolver, PrimitiveObjectResolver.Instance));

    private readonly Lock _lock = new();
    private readonly List<ServerEvent> _heard = [];
    private readonly List<(Func<ServerEvent, bool> Wanted, TaskCompletionSource<ServerEvent> Found)> _waiting = [];

    public string Cookie { get; private set; } = "";

    /// <summary>A cookie that the browser has before it signs in.</summary>
    public string InitialCookie { init => Cookie = value; }

    public ConnectionId Connection { get; init; } = HexId.New<ConnectionId>();

    public HubConnection Socket { get; private set; } = null!;

    public Welcome Welcome { get; private set; } = null!;

    public TaskCompletionSource<Exception?> Closed { get; private set; } = new();

    public ConversationId General => Welcome.Inbox.Conversations.Single(c => c.Room.Name == "General").Conversation;

    /// <summary>Enters as a guest and attaches.</summary>
    public static async Task<TestBrowser> Enter(Uri front, string name)
    {
        var browser = new TestBrowser();
        await browser.SignIn(front, name);
        await browser.Open(front);
        Assert.Null((await browser.Attach()).Refusal);
        return browser;
    }

    /// <summary>Another tab of the same browser.</summary>
    public TestBrowser OtherTab() => new() { Cookie = Cookie };

    public Task<Result<Profile>> SignIn(Uri front, string name, string colour = "#336699") =>
        Post<Profile>(front, "/api/session/guest", new EnterAsGuest(name, colour));

    public Task<Result<Done>> SignOut(Uri front) => Post<Done>(front, "/api/session/end", null);

    /// <summary>The same tab with another socket, while the first one is still there.</summary>
    public TestBrowser SameTab() => new() { Cookie = Cookie, Connection = Connection };

    /// <summary>Opens a socket; does not attach.</summary>
    public async Task Open(Uri front)
    {
        Closed = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var closed = Closed;
        Socket = new HubConnectionBuilder()
            .WithUrl(new Uri(front, "/hub"), options =>
            {
                options.Transports = HttpTransportType.WebSockets;
                options.SkipNegotiation = true;
                options.Headers["Cookie"] = Cookie;
                options.Headers["Origin"] = front.GetLeftPart(UriPartial.Authority);
            })
            .WithKeepAliveInterval(TimeSpan.FromSeconds(5)) // as the client does: the server takes 15 s of silence for the end
            .AddMessagePackProtocol(protocol => protocol.SerializerOptions = AnyShape)
            .Build();
        Socket.On<IReadOnlyList<ServerEvent>>(Frames.Events, Hear);
        Socket.On<MailboxBatch>(Frames.Mailbox, batch => Hear(batch.Events));
        Socket.Closed += error =>
        {
            closed.TrySetResult(error);
            return Task.CompletedTask;
        };
        await Socket.StartAsync();
    }

    public async Task<Result<Welcome>> Attach(MailboxPosition? position = null)
    {
        var answer = await Call<Welcome>("Attach", new AttachCommand(Connection, DeviceKind.Desktop, position));
        Welcome = answer.Value ?? Welcome;
        return answer;
    }

    public async Task<Result<T>> Call<T>(string method, object? command = null) where T : class =>
        await Socket.InvokeCoreAsync<Result<T>>(method, command is null ? [] : [command]).WaitAsync(Patience);

    public Task<Result<SendReceipt>> Says(string text, MessageId? id = null) =>
        Call<SendReceipt>("SendMessage", new SendMessageCommand(General, id ?? HexId.New<MessageId>(), text));

    public IReadOnlyList<T> All<T>() where T : ServerEvent
    {
        lock (_lock)
            return [.. _heard.OfType<T>()];
    }

    /// <summary>The first event of this kind, heard already or yet to come.</summary>
    public async Task<T> Sees<T>(Func<T, bool>? wanted = null, TimeSpan? patience = null) where T : ServerEvent
    {
        bool Fits(ServerEvent e) => e is T t && (wanted?.Invoke(t) ?? true);
        TaskCompletionSource<ServerEvent> found = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_heard.FirstOrDefault(Fits) is { } heard)
                return (T)heard;
            _waiting.Add((Fits, found));
        }
        return (T)await found.Task.WaitAsync(patience ?? Patience);
    }

    private async Task<Result<T>> Post<T>(Uri front, string path, object? body) where T : class
    {
        using var http = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = front };
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body, options: ContractJson.Options) };
        request.Headers.Add("X-ChatMux", "1");
        request.Headers.Add("Origin", front.GetLeftPart(UriPartial.Authority));
        if (Cookie.Length > 0)
            request.Headers.Add("Cookie", Cookie);
        using var response = await http.SendAsync(request);
        response.EnsureSuccessStatusCode();
        if (response.Headers.TryGetValues("Set-Cookie", out var cookies))
            Cookie = cookies.Single().Split(';')[0];
        return (await response.Content.ReadFromJsonAsync<Result<T>>(ContractJson.Options))!;
    }

    private void Hear(IReadOnlyList<ServerEvent> events)
    {
        lock (_lock)
        {
            _heard.AddRange(events);
            foreach (var waiting in _waiting)
                if (events.FirstOrDefault(waiting.Wanted) is { } found)
                    waiting.Found.TrySetResult(found);
        }
    }

    public ValueTask DisposeAsync() => Socket?.DisposeAsync() ?? default;
}
