using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Messages;
using ChatMux.Silo.Storage;

namespace ChatMux.Silo.Tests.Storage;

/// <summary>Messages from before there was an index of words.</summary>
public sealed class SqliteOlderMessagesTests : MessageSearchTestBase
{
    [Fact]
    public async Task Messages_that_are_older_than_the_index_come_into_it()
    {
        for (var first = 1; first <= 1_201; first += 300)
            await Append([.. Enumerable.Range(first, 300).Select(i => Says(i, $"older {i}"))]);
        await Append(Says(1_501, "newer"));
        AsBeforeTheIndex();
        await Restart();
        await Append(Change(1_502, LogEntryKind.Edit, 3, new { Text = "edited meanwhile" }));
        await Log.EraseAuthor(HexId.New<ConversationId>(), Alice);
        await Restart();
        // The second start waited for what the first had begun, and goes on; each of its steps is a write, and so is this.
        while (await Rows("message_unindexed") > 0)
            await Log.MoveCursor(Alice, General, new ReadCursor(1));
        Assert.Equal([7], await Find("7 older"));
        Assert.Equal([3], await Find("edited"));
        Assert.Equal([], await Find("older 3", before: 4, count: 1));
        Assert.Equal((1, 1), (await Indexed("1200"), await Indexed("meanwhile")));
    }

    private void AsBeforeTheIndex()
    {
        using var writer = File.OpenWriter();
        writer.Execute("DROP TABLE message_index; DROP TABLE message_word; DROP TABLE message_unindexed; DELETE FROM schema_version WHERE ScriptName LIKE '0007%'");
    }
}
