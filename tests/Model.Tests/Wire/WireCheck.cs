using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.Grains.Interfaces.Lobby;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.WebFront.Connections;

namespace ChatMux.Model.Tests.Wire;

/// <summary>
/// Listens on one socket for what the protocol forbids, even where a browser would mend it: an event that never comes,
/// comes twice or comes late. The welcome is an answer and may overtake events that were sent before it, so it counts
/// only as word of where things stand.
/// </summary>
/// <param name="socket">Whose socket, for the reports.</param>
internal sealed class WireCheck(string socket)
{
    private readonly Dictionary<ConversationId, NumberedStream> _messages = [];
    private readonly Dictionary<string, NumberedStream> _lobbies = [];
    private readonly Dictionary<string, NumberedStream> _mailboxes = [];
    private readonly List<Divergence> _found = [];
    private readonly List<Divergence> _foundInMailbox = [];

    /// <summary>What is wrong by now. Dropped events may still be explained by what comes next.</summary>
    public IEnumerable<Divergence> Found => _found.Concat(_foundInMailbox).Concat(Streams.SelectMany(s => s.Missing()));

    private IEnumerable<NumberedStream> Streams => _messages.Values.Concat(_lobbies.Values).Concat(_mailboxes.Values);

    public void Welcome(Welcome welcome)
    {
        foreach (var conversation in welcome.Inbox.Conversations)
            Messages(conversation.Conversation).StandsAt(conversation.Head);
        Lobby(welcome.Lobby.Epoch).StandsAt(welcome.Lobby.Version);
        var replay = welcome.Mailbox.Replay;
        Mailbox(replay.Epoch).StandsAt(replay.First - 1 + replay.Events.Count);
    }

    public void Hear(IReadOnlyList<ServerEvent> events)
    {
        foreach (var one in events)
            Hear(one);
    }

    public void Hear(MailboxBatch batch)
    {
        for (var i = 0; i < batch.Events.Count; i++)
            Note(_foundInMailbox, Mailbox(batch.Epoch).Heard(batch.First + i));
        Hear(batch.Events);
    }

    private void Hear(ServerEvent one)
    {
        switch (one)
        {
            case MessagePosted { Message: var message }:
                Note(_found, Messages(message.Conversation).Heard(message.Sequence));
                break;
            case MessageChanged { Change: var changed }:
                Note(_found, Messages(changed.Conversation).Heard(changed.Sequence));
                break;
            case ConversationPosition position:
                Messages(position.Conversation).StandsAt(position.Head);
                break;
            case LobbyChanged change:
                Note(_found, Lobby(change.Epoch).Heard(change.Version));
                break;
            case LobbyPosition position:
                Lobby(position.Epoch).StandsAt(position.Version);
                break;
            case ResyncNeeded:
                Resync();
                break;
        }
    }

    // A connection that lost its grain is attached anew and gets its whole mailbox again, and right after that this word.
    private void Resync()
    {
        _foundInMailbox.Clear();
        foreach (var stream in Streams)
            stream.Resync();
    }

    private NumberedStream Messages(ConversationId conversation) =>
        Stream(_messages, conversation, () => $"{socket}: entry of {conversation.Value[..6]}");

    private NumberedStream Lobby(string epoch) => Stream(_lobbies, epoch, () => $"{socket}: version of lobby {epoch[..6]}");

    private NumberedStream Mailbox(string epoch) => Stream(_mailboxes, epoch, () => $"{socket}: event of mailbox {epoch[..6]}", replayed: true);

    private static NumberedStream Stream<TKey>(Dictionary<TKey, NumberedStream> streams, TKey key, Func<string> name, bool replayed = false) where TKey : notnull
    {
        if (!streams.TryGetValue(key, out var stream))
            streams[key] = stream = new NumberedStream(name(), replayed);
        return stream;
    }

    private static void Note(List<Divergence> found, Divergence? wrong)
    {
        if (wrong is not null)
            found.Add(wrong);
    }
}
