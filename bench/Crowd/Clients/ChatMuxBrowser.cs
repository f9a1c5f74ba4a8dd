using System.Text;
using ChatMux.Crowd.Wire;

namespace ChatMux.Crowd.Clients;

/// <summary>A browser of ChatMux as far as the server can tell. It writes the bytes of the protocol itself: see docs/protocol.md.</summary>
/// <param name="server">The front that it comes to.</param>
/// <param name="number">Which one of the crowd.</param>
/// <param name="user">The id of its user.</param>
/// <param name="cookie">The session's cookie.</param>
internal sealed partial class ChatMuxBrowser(Uri server, int number, string user, string cookie) : Client(server, number)
{
    private static readonly TimeSpan FriendsPause = TimeSpan.FromMilliseconds(500);

    private readonly byte[] _connection = NewId();
    private long _attempts;
    private byte[]? _mailbox;
    private long _mailboxSequence;
    private bool _fetchingLobby;

    /// <summary>The conversation that it writes to and whose messages it follows: General's, until it is in another room.</summary>
    public byte[] Conversation { get; private set; } = [];

    /// <summary>The number of the last message that it has.</summary>
    public long Head { get; private set; }

    /// <summary>Messages that were left out between two that came. The real client would fetch them.</summary>
    public long Missed { get; private set; }

    /// <summary>How often the server said that events for this browser were dropped.</summary>
    public int Resyncs { get; private set; }

    /// <summary>Whether the last socket went on where the one before had ended.</summary>
    public bool Resumed { get; private set; }

    /// <summary>The list of people, for scenarios that look at it.</summary>
    public LobbyView? Lobby { get; set; }

    /// <summary>Told when the list of people may have changed.</summary>
    public Action<ChatMuxBrowser>? LobbyChanged { get; set; }

    /// <summary>Told of each change of the list of people that the server sends.</summary>
    public Action<ChatMuxBrowser>? LobbyDiffCame { get; set; }

    /// <summary>How often it had to fetch the list because a change was left out.</summary>
    public int LobbyFetches { get; private set; }

    /// <summary>The friend list, for scenarios that look at it: fetched on every new socket, as the real client does.</summary>
    public FriendsView? Friends { get; set; }

    /// <summary>Told when the friend list was fetched.</summary>
    public Action<ChatMuxBrowser>? FriendsCame { get; set; }

    /// <summary>How often the friend list had to be asked for again because the server refused.</summary>
    public int FriendsRefused { get; private set; }

    /// <summary>The id of its user.</summary>
    public string User => user;

    protected override string Cookie => cookie;

    /// <summary>Says something in the room; each text under an id of its own, as the protocol wants it.</summary>
    public override void Say(ReadOnlySpan<byte> text)
    {
        var call = new HubCall(stackalloc byte[HubCall.Room], "t"u8, "SendMessage"u8, 1);
        call.Arguments.WriteMap(3);
        call.Arguments.Write("conversation"u8);
        call.Arguments.Write(Conversation);
        call.Arguments.Write("id"u8);
        Span<byte> id = stackalloc byte[32];
        MakeId(id);
        call.Arguments.Write(id);
        call.Arguments.Write("text"u8);
        call.Arguments.Write(text);
        Socket!.Send(call.Finish());
    }

    /// <summary>Opens a room and is in it. Returns its id.</summary>
    public async Task<byte[]> CreateRoom()
    {
        var room = NewId();
        await Command("CreateRoom"u8, (ref PackWriter command) =>
        {
            command.WriteMap(3);
            command.Write("room"u8);
            command.Write(room);
            command.Write("name"u8);
            command.Write("Room"u8);
            command.Write("topic"u8);
            command.Write(""u8);
        }, EnterRoom);
        return room;
    }

    /// <summary>Enters a room that somebody else has opened.</summary>
    public Task JoinRoom(byte[] room) => Command("JoinRoom"u8, (ref PackWriter command) =>
    {
        command.WriteMap(1);
        command.Write("room"u8);
        command.Write(room);
    }, EnterRoom);

    /// <summary>Another tab of the same user in the same browser: what this one has it does not know of.</summary>
    public ChatMuxBrowser OtherTab() => new(Server, Number, user, cookie);

    /// <summary>Asks somebody to be friends.</summary>
    public Task AskToBeFriends(ChatMuxBrowser other) => Befriend(other, "request");

    /// <summary>Says yes to somebody who has asked.</summary>
    public Task AcceptAsFriend(ChatMuxBrowser other) => Befriend(other, "accept");

    /// <summary>Attaches, and begins to fetch what the real client fetches then.</summary>
    protected override async Task Enter()
    {
        await Attach();
        if (Friends is not null)
            _ = FetchFriends(Socket!);
    }

    // With the mailbox where the last socket left it.
    private Task<bool> Attach() => Command("Attach"u8, (ref PackWriter command) =>
    {
        command.WriteMap(4);
        command.Write("connection"u8);
        command.Write(_connection);
        command.Write("attempt"u8);
        command.Write(++_attempts);
        command.Write("device"u8);
        command.Write("desktop"u8);
        command.Write("mailbox"u8);
        WriteMailbox(ref command);
    }, TakeWelcome);

    protected override void Hear(ReadOnlySpan<byte> method, PackReader argument)
    {
        if (method.SequenceEqual("mailbox"u8))
            TakeMailbox(argument);
        else
            HearAll(argument);
        LobbyHasChanged();
    }

    protected override bool IsTaken(PackReader answer) => answer.Member("refusal"u8).TryReadNil();

    private static byte[] NewId()
    {
        var id = new byte[32];
        MakeId(id);
        return id;
    }

    // As the real client makes them, the time first; unique is enough for the rest.
    private static void MakeId(Span<byte> id)
    {
        var time = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() << 16 | (long)Random.Shared.Next(1 << 16);
        time.TryFormat(id, out _, "x16", null);
        Random.Shared.NextInt64().TryFormat(id[16..], out _, "x16", null);
    }

    private Task<bool> Befriend(ChatMuxBrowser other, string act) => Command("Befriend"u8, (ref PackWriter command) =>
    {
        command.WriteMap(2);
        command.Write("with"u8);
        command.Write(Encoding.ASCII.GetBytes(other.User));
        command.Write("act"u8);
        command.Write(Encoding.ASCII.GetBytes(act));
    }, _ => { });

    private async Task FetchFriends(HubSocket socket)
    {
        while (socket.Lives)
        {
            try
            {
                await Command("GetFriends"u8, null, list =>
                {
                    Friends!.Take(list);
                    FriendsCame?.Invoke(this);
                });
                return;
            }
            catch (NotLetInException)
            {
                FriendsRefused++;
                await Task.Delay(FriendsPause);
            }
        }
    }

    private Task<bool> Command(ReadOnlySpan<byte> method, WriteArguments? write, Action<PackReader> take) =>
        Call(method, write is null ? 0 : 1, write ?? ((ref PackWriter _) => { }), answer =>
        {
            var refusal = answer.Member("refusal"u8);
            if (!refusal.TryReadNil())
                throw new NotLetInException($"The server refuses: {Encoding.UTF8.GetString(refusal.Member("code"u8).ReadText())}");
            take(answer.Member("value"u8));
            return true;
        });

    private void TakeWelcome(PackReader welcome)
    {
        var mailbox = welcome.Member("mailbox"u8);
        Resumed = mailbox.Member("resumed"u8).ReadBoolean();
        TakeMailbox(mailbox.Member("replay"u8));
        if (Conversation.Length == 0)
            EnterRoom(FirstOf(welcome.Member("inbox"u8).Member("conversations"u8)));
        Lobby?.TakeSnapshot(welcome.Member("lobby"u8));
        LobbyHasChanged();
    }

    private void EnterRoom(PackReader conversation)
    {
        Conversation = conversation.Member("conversation"u8).ReadText().ToArray();
        Head = conversation.Member("head"u8).ReadInteger();
    }

    private static PackReader FirstOf(PackReader array)
    {
        array.ReadArray();
        return array;
    }

    private void WriteMailbox(ref PackWriter command)
    {
        if (_mailbox is null)
        {
            command.WriteNil();
            return;
        }
        command.WriteMap(2);
        command.Write("epoch"u8);
        command.Write(_mailbox);
        command.Write("sequence"u8);
        command.Write(_mailboxSequence);
    }

    private void TakeMailbox(PackReader batch)
    {
        _mailbox = batch.Member("epoch"u8).ReadText().ToArray();
        var count = HearAll(batch.Member("events"u8));
        _mailboxSequence = batch.Member("first"u8).ReadInteger() - 1 + count;
    }

    private int HearAll(PackReader events)
    {
        var count = events.ReadArray();
        for (var left = count; left > 0; left--)
        {
            Hear(events);
            events.Skip();
        }
        return count;
    }

    private void Hear(PackReader one)
    {
        var type = one.Member("type"u8).ReadText();
        if (type.SequenceEqual("messagePosted"u8))
            TakeMessage(one.Member("message"u8));
        else if (type.SequenceEqual("sealedPosted"u8))
            TakeSealed(one);
        else if (type.SequenceEqual("resyncNeeded"u8))
            Resyncs++;
        else if (type.SequenceEqual("lobbyChanged"u8))
        {
            Lobby?.TakeChange(one);
            LobbyDiffCame?.Invoke(this);
        }
        else if (type.SequenceEqual("lobbyPosition"u8))
            Lobby?.TakePosition(one);
    }

    private void LobbyHasChanged()
    {
        if (Lobby is null)
            return;
        if (Lobby.Stale && !_fetchingLobby)
            _ = FetchLobby();
        LobbyChanged?.Invoke(this);
    }

    private async Task FetchLobby()
    {
        _fetchingLobby = true;
        LobbyFetches++;
        try
        {
            await Command("GetLobby"u8, null, snapshot =>
            {
                _fetchingLobby = false;
                Lobby!.TakeSnapshot(snapshot);
                LobbyHasChanged();
            });
        }
        catch (NotLetInException)
        {
            // Without a socket there is no lobby either: the next welcome brings it.
            _fetchingLobby = false;
        }
    }

    private void TakeMessage(PackReader message)
    {
        var sequence = message.Member("sequence"u8).ReadInteger();
        if (sequence <= Head || !message.Member("conversation"u8).ReadText().SequenceEqual(Conversation))
            return;
        Missed += sequence - Head - 1;
        Head = sequence;
        Heard?.Invoke(this, Stamp.Read(message.Member("text"u8).ReadText()));
    }
}
