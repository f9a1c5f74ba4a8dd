using System.Net.Http.Json;
using System.Net.WebSockets;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.WebFront.Connections;
using ChatMux.WebFront.Delivery;
using ChatMux.WebFront.Messages;
using ChatMux.WebFront.Rooms;
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
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // As the front reads and writes, and beyond that untyped maps, for commands that no honest browser sends.
    private static readonly MessagePackSerializerOptions AnyShape = ContractResolver.Options.WithResolver(
        CompositeResolver.Create(ContractResolver.Options.Resolver, PrimitiveObjectResolver.Instance));

    // One for all: of two sockets of a tab, the later one has the greater number.
    private static long _attempts;

    private readonly Heard _heard = new();
    private ClientWebSocket? _webSocket;

    public string Cookie { get; private set; } = "";

    /// <summary>A cookie that the browser has before it signs in.</summary>
    public string InitialCookie { init => Cookie = value; }

    public ConnectionId Connection { get; init; } = HexId.New<ConnectionId>();

    public DeviceKind Device { get; init; } = DeviceKind.Desktop;

    /// <summary>Told of every frame of events, in the order in which they come.</summary>
    public Action<IReadOnlyList<ServerEvent>>? OnEvents { get; init; }

    /// <summary>Told of every frame of the mailbox, in the order in which they come.</summary>
    public Action<MailboxBatch>? OnMailbox { get; init; }

    public HubConnection Socket { get; private set; } = null!;

    public Welcome Welcome { get; private set; } = null!;

    public TestMailbox Mailbox { get; } = new();

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

    /// <summary>A cookie is the browser's: what one tab was given, the others have.</summary>
    public void TakesOverCookieOf(TestBrowser tab) => Cookie = tab.Cookie;

    /// <summary>Another tab of the same browser.</summary>
    public TestBrowser OtherTab() => new() { Cookie = Cookie };

    /// <summary>The same, attached through this front.</summary>
    public async Task<TestBrowser> OtherTab(Uri front)
    {
        var tab = OtherTab();
        await tab.Open(front);
        await tab.Attach();
        return tab;
    }

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
        Mailbox.Detach();
        Socket = new HubConnectionBuilder()
            .WithUrl(new Uri(front, "/hub"), options =>
            {
                options.Transports = HttpTransportType.WebSockets;
                options.SkipNegotiation = true;
                options.WebSocketFactory = async (context, stop) =>
                {
                    var webSocket = _webSocket = new ClientWebSocket();
                    webSocket.Options.SetRequestHeader("Cookie", Cookie);
                    webSocket.Options.SetRequestHeader("Origin", front.GetLeftPart(UriPartial.Authority));
                    await webSocket.ConnectAsync(context.Uri, stop);
                    return webSocket;
                };
            })
            .WithKeepAliveInterval(TimeSpan.FromSeconds(5)) // as the client does: the server takes 15 s of silence for the end
            .AddMessagePackProtocol(protocol => protocol.SerializerOptions = AnyShape)
            .Build();
        Socket.On<IReadOnlyList<ServerEvent>>(Frames.Events, events =>
        {
            _heard.Add(events);
            OnEvents?.Invoke(events);
        });
        Socket.On<MailboxBatch>(Frames.Mailbox, batch =>
        {
            Mailbox.Receive(batch);
            _heard.Add(batch.Events);
            OnMailbox?.Invoke(batch);
        });
        Socket.Closed += error =>
        {
            closed.TrySetResult(error);
            return Task.CompletedTask;
        };
        await Socket.StartAsync();
    }

    public async Task<Result<Welcome>> Attach(MailboxPosition? position = null)
    {
        var answer = await Call<Welcome>("Attach", new AttachCommand(Connection, Device, Interlocked.Increment(ref _attempts), position));
        Welcome = answer.Value ?? Welcome;
        if (answer.Value is { } welcome)
            Mailbox.Attach(welcome.Mailbox);
        return answer;
    }

    /// <summary>Opens a socket and attaches where the mailbox was left.</summary>
    public async Task<Welcome> ComeBack(Uri front)
    {
        await Open(front);
        var answer = await Attach(Mailbox.Position);
        Assert.Null(answer.Refusal);
        return answer.Value!;
    }

    /// <summary>Its network is gone: the socket ends without a word of the protocol.</summary>
    public void Drop() => _webSocket!.Abort();

    /// <summary>What there is in General above a number, read in pages.</summary>
    public async Task<IReadOnlyList<ChatMessage>> Read(long after)
    {
        var read = new List<ChatMessage>();
        MessagePage page;
        do
        {
            page = (await Call<MessagePage>("ReadMessages", new ReadMessagesCommand(General, null, after, Limits.PageLength))).Value!;
            read.AddRange(page.Messages);
            after = read.Count == 0 ? page.Head : read[^1].Sequence;
        }
        while (after < page.Head);
        return read;
    }

    /// <summary>Marks General as read, of which the user's other tabs hear.</summary>
    public Task<Result<ReadPosition>> MarksRead(long sequence) => Call<ReadPosition>("MarkRead", new MarkReadCommand(General, sequence));

    public async Task<Result<T>> Call<T>(string method, object? command = null) where T : class =>
        await Socket.InvokeCoreAsync<Result<T>>(method, command is null ? [] : [command]).WaitAsync(Patience);

    public Task<Result<SendReceipt>> Says(string text, MessageId? id = null, ConversationId? conversation = null) =>
        Call<SendReceipt>("SendMessage", new SendMessageCommand(conversation ?? General, id ?? HexId.New<MessageId>(), text));

    public Task<Result<InboxConversation>> Creates(RoomId room, string name = "Room") =>
        Call<InboxConversation>("CreateRoom", new CreateRoomCommand(room, name, ""));

    public Task<Result<InboxConversation>> Joins(RoomId room) => Call<InboxConversation>("JoinRoom", new JoinRoomCommand(room));

    public Task<Result<Done>> Leaves(RoomId room) => Call<Done>("LeaveRoom", new LeaveRoomCommand(room));

    public IReadOnlyList<T> All<T>() where T : ServerEvent => _heard.All<T>();

    /// <summary>The first event of this kind, heard already or yet to come.</summary>
    public Task<T> Sees<T>(Func<T, bool>? wanted = null, TimeSpan? patience = null) where T : ServerEvent =>
        _heard.Sees(wanted, patience ?? Patience);

    /// <summary>Writes over HTTP, as the page does.</summary>
    public async Task<Result<T>> Post<T>(Uri front, string path, object? body) where T : class
    {
        using var http = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = front };
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body, options: ContractJson.Options) };
        request.Headers.Add("X-ChatMux", "1");
        request.Headers.Add("Origin", front.GetLeftPart(UriPartial.Authority));
        if (Cookie.Length > 0)
            request.Headers.Add("Cookie", Cookie);
        // With its length told first, a body that is too long is refused before it is sent, not while.
        await request.Content.LoadIntoBufferAsync();
        request.Headers.ExpectContinue = true;
        using var response = await http.SendAsync(request);
        response.EnsureSuccessStatusCode();
        if (response.Headers.TryGetValues("Set-Cookie", out var cookies))
            Cookie = cookies.Single().Split(';')[0];
        return (await response.Content.ReadFromJsonAsync<Result<T>>(ContractJson.Options))!;
    }

    public ValueTask DisposeAsync() => Socket?.DisposeAsync() ?? default;
}
