using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Model.Tests.Reference;

/// <summary>
/// The place as it has to be, in the simplest form: what was sent and acknowledged, who is here, who belongs to which room,
/// how far everyone has read. It knows nothing of fronts, silos and sockets, because none of them may make a difference.
/// </summary>
internal sealed class ReferenceModel(RoomId general)
{
    private readonly Dictionary<MessageId, SentMessage> _sent = [];
    private readonly Dictionary<(UserId, ConversationId), ReadCursor> _cursors = [];
    private readonly Dictionary<(UserId, RoomId), Membership> _memberships = [];
    private readonly HashSet<RoomId> _rooms = [general];
    private readonly HashSet<RoomId> _begunRooms = [general];
    private readonly Dictionary<string, UserId> _users = [];
    private readonly Dictionary<string, (string Person, DeviceKind Device)> _here = [];
    private readonly List<Divergence> _found = [];

    /// <summary>Everything that was sent, in the order in which it was first tried.</summary>
    public IReadOnlyCollection<SentMessage> Sent => _sent.Values;

    /// <summary>What is acknowledged by now.</summary>
    public IReadOnlyList<SentMessage> Acknowledged => [.. _sent.Values.Where(message => message.Number is not null)];

    /// <summary>The rooms that there are.</summary>
    public IReadOnlySet<RoomId> Rooms => _rooms;

    /// <summary>Those, and those that there may be: the answer to their creation never came.</summary>
    public IReadOnlySet<RoomId> BegunRooms => _begunRooms;

    /// <summary>The changes that were tried.</summary>
    public WantedChanges Changes { get; } = new();

    /// <summary>What was wrong already when it was said.</summary>
    public IReadOnlyList<Divergence> Found => _found;

    /// <summary>Who is here, with the kinds of device that they are here with.</summary>
    public IReadOnlyDictionary<UserId, DeviceKind[]> People => _here.Values
        .Where(tab => _users.ContainsKey(tab.Person))
        .GroupBy(tab => _users[tab.Person])
        .ToDictionary(tabs => tabs.Key, tabs => tabs.Select(tab => tab.Device).Distinct().Order().ToArray());

    /// <summary>A person has entered, and this is who they are to the server.</summary>
    public void Enter(string person, UserId user) => _users[person] = user;

    public void IsHere(string tab, string person, DeviceKind device) => _here[tab] = (person, device);

    public void IsGone(string tab) => _here.Remove(tab);

    /// <summary>A room is about to be created.</summary>
    public void BeginRoom(RoomId room) => _begunRooms.Add(room);

    /// <summary>A room is there.</summary>
    public void AddRoom(RoomId room) => _rooms.Add(room);

    public Membership Membership(UserId user, RoomId room) => GetOrAdd(_memberships, (user, room));

    /// <summary>The user has left: whatever is sent from now on is not for them.</summary>
    public void Leave(UserId user, RoomId room) => Membership(user, room).Leave(Changes.Moment);

    /// <summary>Whether the user takes part in the room's conversation for sure.</summary>
    public bool TakesPart(UserId user, ConversationId conversation) =>
        conversation.Value == general.Value || Membership(user, RoomId.Of(conversation.Value)).IsIn;

    /// <summary>A tab tries to send a message, perhaps again.</summary>
    public void Send(SentMessage message)
    {
        if (_sent.TryAdd(message.Id, message))
            message.Moment = Changes.NextMoment();
    }

    public SentMessage? Find(MessageId id) => _sent.GetValueOrDefault(id);

    /// <summary>The server says that a message is on disk under this number.</summary>
    public void Acknowledge(MessageId id, long number)
    {
        var message = _sent[id];
        if (message.Number is { } before && before != number)
            _found.Add(new Divergence(DivergenceKind.MessageDoubled, $"'{message.Text}' was acknowledged as {before} and as {number}"));
        message.Number ??= number;
    }

    /// <summary>A message came to a tab of this user.</summary>
    public void Hear(string tab, UserId user, ChatMessage message) =>
        Hear(tab, user, message.Conversation, _sent[message.Id].Moment, $"'{message.Text}', which was sent");

    /// <summary>A change came to a tab of this user. One that nobody wanted is found in the log.</summary>
    public void Hear(string tab, UserId user, MessageChange change) =>
        Hear(tab, user, change.Conversation, Changes.FirstTried(change) ?? 0, $"{change.Kind} of {change.Target}, which was wanted");

    private void Hear(string tab, UserId user, ConversationId conversation, long moment, string what)
    {
        if (conversation.Value != general.Value && !Membership(user, RoomId.Of(conversation.Value)).MayHear(moment))
            _found.Add(new Divergence(DivergenceKind.Overheard, $"{tab} got {what} after its user had left"));
    }

    /// <summary>A command was refused, which nothing in this life gives a reason for.</summary>
    public void Refuse(string what) => _found.Add(new Divergence(DivergenceKind.Refused, what));

    /// <summary>How far a user has read.</summary>
    public ReadCursor Cursor(UserId user, ConversationId conversation) => GetOrAdd(_cursors, (user, conversation));

    /// <summary>How many messages of others a user has not read, of those in a log.</summary>
    public static int Unread(IEnumerable<LoggedMessage> log, UserId reader, long readUpTo) =>
        Math.Min(log.Count(m => m.Number > readUpTo && m.Author != reader), Limits.UnreadCap);

    private static TValue GetOrAdd<TKey, TValue>(Dictionary<TKey, TValue> all, TKey key) where TKey : notnull where TValue : new()
    {
        if (!all.TryGetValue(key, out var value))
            all[key] = value = new TValue();
        return value;
    }
}
