using System.Text;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Messages;
using ChatMux.Silo.Storage;
using ChatMux.Silo.Tests.Storage.PostgreSql;

namespace ChatMux.Silo.Tests.Backup;

/// <summary>A backup is one moment, although it takes longer and everybody goes on writing.</summary>
public sealed class LiveBackupTests(PostgreSqlServer server) : IDisposable
{
    private const int Rooms = 6;

    private readonly TestDirectory _files = new();
    private readonly (UserId User, DeviceId Device) _writer = (HexId.New<UserId>(), HexId.New<DeviceId>());

    private readonly SemaphoreSlim[] _goneOn = [.. Enumerable.Range(0, Rooms).Select(_ => new SemaphoreSlim(0))];

    public void Dispose()
    {
        foreach (var room in _goneOn) room.Dispose();
        _files.Dispose();
    }

    [Fact]
    public async Task Of_a_server_that_writes()
    {
        await using var place = new SqlitePlace();
        await Check(place);
    }

    [Fact]
    public async Task Of_a_cluster_that_writes()
    {
        await using var place = await PostgreSqlPlace.Make(server);
        await Check(place);
    }

    private async Task Check(Place place)
    {
        await place.AddGrains();
        var heads = await place.With(async log =>
        {
            using var enough = new CancellationTokenSource();
            var writing = Enumerable.Range(0, Rooms).Select(room => Task.Run(() => Write(place, log, room, enough.Token))).ToArray();
            for (var i = 1; i <= 3; i++)
            {
                // Each room has gone on since the one before.
                await Task.WhenAll(_goneOn.Select(room => room.WaitAsync(TestContext.Current.CancellationToken)));
                (await Told.By(["backup", _files.File($"{i}"), .. place.Settings])).Done();
            }
            await enough.CancelAsync();
            return await Task.WhenAll(writing);
        });
        var before = 0L;
        for (var i = 1; i <= 3; i++)
        {
            var written = CheckWhole(_files.File($"{i}"));
            Assert.InRange(written, before + 1, heads.Sum() - 1);
            before = written;
        }
    }

    /// <summary>Writes into the log, and into the state of a grain how far it is: first the one, then the other.</summary>
    private async Task<long> Write(Place place, IMessageLog log, int room, CancellationToken enough)
    {
        var conversation = Room(room);
        var head = 0L;
        while (!enough.IsCancellationRequested)
        {
            var message = new LogEntry(head + 1, HexId.New<MessageId>(), _writer.User, _writer.Device, head, LogEntryKind.Message, Encoding.UTF8.GetBytes($"message {head}"));
            var edit = new LogEntry(head + 2, default, _writer.User, _writer.Device, head, LogEntryKind.Edit, new byte[] { 1 }) { Target = head + 1, State = new byte[] { 2 } };
            Assert.Equal(AppendOutcome.Appended, await log.Append(conversation, [message, edit]));
            head += 2;
            if (head % 20 != 0) continue;
            await place.Execute($"INSERT INTO grain_state (name, key_high, key_low, key_text, payload, version, modified_at) SELECT 'head', {room}, {head}, '', NULL, 1, modified_at FROM grain_state LIMIT 1");
            _goneOn[room].Release();
        }
        return head;
    }

    /// <summary>Answers how many entries there are.</summary>
    private static long CheckWhole(string path)
    {
        using var file = new SqliteFile(path);
        using var connection = file.OpenReader();
        var all = 0L;
        for (var room = 0; room < Rooms; room++)
        {
            using var command = connection.Command(
                """
                SELECT count(*), max(sequence), (SELECT count(*) FROM message_state WHERE conversation = $room), (SELECT coalesce(max(key_low), 0) FROM grain_state WHERE name = 'head' AND key_high = $number)
                FROM (SELECT sequence FROM message WHERE conversation = $room UNION ALL SELECT sequence FROM message_change WHERE conversation = $room)
                """,
                ("$room", MessageLogSql.Bytes(Room(room).Value)), ("$number", room));
            using var row = command.ExecuteReader();
            Assert.True(row.Read());
            var (count, head) = (row.GetInt64(0), row.GetInt64(1));
            // No gap, whole commits, and the grain's word of it neither ahead of the log nor left behind.
            Assert.Equal((head, head / 2), (count, row.GetInt64(2)));
            Assert.InRange(head - row.GetInt64(3), 0, 20);
            all += count;
        }
        return all;
    }

    private static ConversationId Room(int number) => ConversationId.Of($"{number:x32}");
}
