using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Messages;
using ChatMux.Silo.Storage;
using Microsoft.Data.Sqlite;

namespace ChatMux.Silo.Tests.Storage;

/// <summary>On a small disk.</summary>
public sealed class MessageLogGroupTests() : MessageLogTestBase(new SqliteLogPlace("PRAGMA max_page_count = 100;"))
{
    [Fact]
    public async Task Only_the_guilty_append_of_a_group_is_refused()
    {
        var first = Message(1);
        await Append(first);

        var outcomes = await OneGroup(
            () => Append(Message(2)),
            () => Append(Message(3, id: first.Id)),
            () => Append(Messages(3, 2)),
            () => Append(Message(2)),
            () => Append(Message(5)));

        IEnumerable<AppendOutcome> expected =
            [AppendOutcome.Appended, AppendOutcome.DuplicateId, AppendOutcome.Appended, AppendOutcome.SequenceTaken, AppendOutcome.Appended];
        Assert.Equal(expected, await Task.WhenAll(outcomes));
        Assert.Equal([1, 2, 3, 4, 5], await Sequences());
    }

    [Fact]
    public async Task A_bug_of_one_caller_does_not_fail_the_others()
    {
        var appends = await OneGroup(
            () => Append(Message(1)),
            () => Append(Message(2, author: default(UserId))),
            () => Log.Append(HexId.New<ConversationId>(), [Message(9)]),
            () => Append(Message(2)));

        Assert.Equal(AppendOutcome.Appended, await appends[0]);
        await Assert.ThrowsAsync<MessageLogRejectedException>(() => appends[1]);
        await Assert.ThrowsAsync<MessageLogRejectedException>(() => appends[2]);
        Assert.Equal(AppendOutcome.Appended, await appends[3]);
    }

    [Fact]
    public async Task Writes_that_wait_share_a_commit()
    {
        await Append(Message(1));
        var before = Commits();

        await Task.WhenAll(await OneGroup([.. Enumerable.Range(2, 300).Select<int, Func<Task<AppendOutcome>>>(i => () => Append(Message(i)))]));

        Assert.Equal(before + 1, Commits());
        Assert.Equal(301, await Log.GetHead(General));
    }

    [Fact]
    public async Task Concurrent_writers_of_many_conversations_keep_every_order()
    {
        var conversations = Enumerable.Range(0, 20).Select(_ => HexId.New<ConversationId>()).ToArray();

        await Task.WhenAll(conversations.Select(async conversation =>
        {
            for (var i = 1; i <= 20; i++) Assert.Equal(AppendOutcome.Appended, await Log.Append(conversation, [Message(i)]));
        }));

        foreach (var conversation in conversations)
        {
            Assert.Equal(Enumerable.Range(1, 20).Select(i => (long)i), (await Log.ReadAfter(conversation, 0, 100)).Select(entry => entry.Sequence));
        }
    }

    [Fact]
    public async Task A_locked_file_fails_the_waiting_writes_and_none_after()
    {
        await using (var stranger = File.OpenWriter())
        {
            stranger.Execute("BEGIN IMMEDIATE");
            var waiting = await OneGroup(() => Append(Message(1)), () => Append(Message(2)));
            foreach (var append in waiting) await Assert.ThrowsAsync<SqliteException>(() => append);
        }

        Assert.Equal(AppendOutcome.Appended, await Append(Message(1)));
        Assert.Equal([1], await Sequences());
    }

    [Fact]
    public async Task A_full_disk_fails_what_does_not_fit_and_the_log_goes_on()
    {
        var tooMuch = Message(1) with { Body = new byte[1_000_000] };

        await Assert.ThrowsAsync<SqliteException>(() => Append(tooMuch));

        Assert.Equal(AppendOutcome.Appended, await Append(Message(1)));
        Assert.Equal([1], await Sequences());
    }

    /// <summary>Queues all of it while the gate is held, so that it is written in one group.</summary>
    private async Task<Task<AppendOutcome>[]> OneGroup(params Func<Task<AppendOutcome>>[] appends)
    {
        await File.Gate.Enter(WriteLane.GrainState, TestContext.Current.CancellationToken);
        var started = appends.Select(append => append()).ToArray();
        File.Gate.Leave();
        return started;
    }

    /// <summary>
    /// How often the file has been committed to: frames of the write-ahead log that end a commit carry the size of the
    /// database, others 0.
    /// </summary>
    private int Commits()
    {
        using var stream = new FileStream(File.Path + "-wal", FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        const int Header = 32, FrameHeader = 24, Page = 4096;
        var commits = 0;
        var frame = new byte[FrameHeader];
        for (long at = Header; at + FrameHeader + Page <= stream.Length; at += FrameHeader + Page)
        {
            stream.Position = at;
            stream.ReadExactly(frame);
            if (System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(frame.AsSpan(4)) != 0) commits++;
        }
        return commits;
    }
}
