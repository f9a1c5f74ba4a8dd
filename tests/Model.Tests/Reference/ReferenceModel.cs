using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Model.Tests.Reference;

/// <summary>
/// The place as it has to be, in the simplest form: what was sent and acknowledged, who is here, how far everyone has
/// read. It knows nothing of fronts, silos and sockets, because none of them may make a difference.
/// </summary>
internal sealed class ReferenceModel
{
    private readonly Dictionary<MessageId, SentMessage> _sent = [];
    private readonly Dictionary<(UserId, ConversationId), ReadCursor> _cursors = [];
    private readonly Dictionary<string, UserId> _users = [];
    private readonly Dictionary<string, (string Person, DeviceKind Device)> _here = [];
    private readonly List<Divergence> _found = [];

    /// <summary>Everything that was sent, in the order in which it was first tried.</summary>
    public IReadOnlyCollection<SentMessage> Sent => _sent.Values;

    /// <summary>What is acknowledged by now.</summary>
    public IReadOnlyList<SentMessage> Acknowledged => [.. _sent.Values.Where(message => message.Number is not null)];

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

    /// <summary>A tab tries to send a message, perhaps again.</summary>
    public void Send(SentMessage message) => _sent.TryAdd(message.Id, message);

    public SentMessage? Find(MessageId id) => _sent.GetValueOrDefault(id);

    /// <summary>The server says that a message is on disk under this number.</summary>
    public void Acknowledge(MessageId id, long number)
    {
        var message = _sent[id];
        if (message.Number is { } before && before != number)
            _found.Add(new Divergence(DivergenceKind.MessageDoubled, $"'{message.Text}' was acknowledged as {before} and as {number}"));
        message.Number ??= number;
    }

    /// <summary>A command was refused, which nothing in this life gives a reason for.</summary>
    public void Refuse(string what) => _found.Add(new Divergence(DivergenceKind.Refused, what));

    /// <summary>How far a user has read; null as long as the server has not said where the user begins.</summary>
    public ReadCursor? Cursor(UserId user, ConversationId conversation) => _cursors.GetValueOrDefault((user, conversation));

    /// <summary>The server shows a user a conversation with this read cursor; the first time it is where the user begins.</summary>
    public void SeeCursor(UserId user, ConversationId conversation, long readUpTo)
    {
        if (_cursors.TryAdd((user, conversation), new ReadCursor()))
            _cursors[(user, conversation)].BeginAt(readUpTo);
    }

    /// <summary>How many messages of others a user has not read, of those in a log.</summary>
    public static int Unread(IEnumerable<LoggedMessage> log, UserId reader, long readUpTo) =>
        Math.Min(log.Count(m => m.Number > readUpTo && m.Author != reader), Grains.Interfaces.Limits.UnreadCap);
}
