using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Messages;

namespace ChatMux.Storage.History;

/// <summary>
/// A log that holds a number of messages: half of them in one room, the rest in 499 others, of fifty authors.
/// </summary>
internal sealed class FilledLog(LogHome home, int messages) : IAsyncDisposable
{
    private const int Conversations = 500;
    private const int Authors = 50;
    private const int Batch = 200;

    private readonly ConversationId[] _rooms = [.. Enumerable.Range(0, Conversations).Select(_ => HexId.New<ConversationId>())];
    private readonly (UserId User, DeviceId Device)[] _authors = [.. Enumerable.Range(0, Authors).Select(_ => (HexId.New<UserId>(), HexId.New<DeviceId>()))];
    private readonly UserId[] _strangers = [.. Enumerable.Range(0, Limits.BlockedPeople - Authors / 2).Select(_ => HexId.New<UserId>())];
    private readonly Chatter _chatter = new(2);
    private long _head;

    public IMessageLog Log => home.Log;

    public int Messages => messages;

    public UserId Reader { get; } = HexId.New<UserId>();

    /// <summary>The room that holds half.</summary>
    public ConversationId Room => _rooms[0];

    /// <summary>How many it holds.</summary>
    public long Head => _head;

    public UserId Author => _authors[0].User;

    /// <summary>As many as one may block: half of the authors, and people who never wrote.</summary>
    public IReadOnlyCollection<UserId> Blocked =>
        [.. _authors.Take(Authors / 2).Select(author => author.User), .. _strangers];

    public Task<long> Bytes() => home.Bytes();

    /// <summary>Fills it as conversations do: batches of consecutive messages, a few rooms at a time.</summary>
    public async Task Fill()
    {
        var each = Messages / 2 / (Conversations - 1);
        await Write(0, Messages - each * (Conversations - 1));
        foreach (var some in Enumerable.Range(1, Conversations - 1).Chunk(16))
            await Task.WhenAll(some.Select(room => Write(room, each)));
        for (var room = 0; room < Conversations; room++)
            await Log.MoveCursor(Reader, _rooms[room], new ReadCursor(room == 0 ? 0 : each - 1));
    }

    /// <summary>One more message in the room.</summary>
    public async Task Append() => await Write(0, 1, after: _head);

    /// <summary>What an inbox asks for; in the room that holds half everything is unread, in each other one message.</summary>
    public async Task CountUnread()
    {
        foreach (var (room, read) in await Log.GetCursors(Reader))
            await Log.CountUnread(room, Reader, read.Sequence, long.MaxValue, Limits.UnreadCap);
    }

    /// <summary>The same for somebody who has read nothing, and has blocked some people or none.</summary>
    public async Task CountAllUnread(IReadOnlyCollection<UserId>? blocked = null)
    {
        foreach (var (room, _) in await Log.GetCursors(Reader))
            await Log.CountUnread(room, Reader, 0, long.MaxValue, Limits.UnreadCap, blocked);
    }

    /// <summary>The first page of what a room's search finds.</summary>
    public Task Search(string text, UserId? author = null) =>
        Log.Search(Room, WordQuery.Parse(text, author), long.MaxValue, 25);

    public async ValueTask DisposeAsync() => await home.Remove();

    private async Task Write(int room, int count, long after = 0)
    {
        for (var last = after; last < after + count;)
        {
            var batch = Enumerable.Range(1, (int)Math.Min(Batch, after + count - last)).Select(i => Next(last + i)).ToArray();
            if (await Log.Append(_rooms[room], batch) != AppendOutcome.Appended)
                throw new InvalidOperationException("not appended");
            last = batch[^1].Sequence;
            if (room == 0)
                _head = last;
        }
    }

    private LogEntry Next(long sequence)
    {
        var (user, device) = _authors[(int)(sequence * 7919 % Authors)];
        lock (_chatter)
            return new LogEntry(sequence, MessageId.New(), user, device, sequence, LogEntryKind.Message, _chatter.Body());
    }
}
