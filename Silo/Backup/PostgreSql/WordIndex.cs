using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Messages;
using ChatMux.Silo.Backup.Rows;
using ChatMux.Silo.Hosting;
using ChatMux.Silo.Storage.PostgreSql;
using Npgsql;

namespace ChatMux.Silo.Backup.PostgreSql;

/// <summary>Makes the index of words of a log that is there already, as the log's writer would have made it message by message.</summary>
internal sealed class WordIndex(NpgsqlConnection connection, Progress progress, CancellationToken stop)
{
    /// <param name="said">The messages of this log, in any order.</param>
    public async Task Fill(IAsyncEnumerable<SaidRow> said)
    {
        await connection.Execute(RowSql.NumberConversations, stop);
        var numbers = await Numbers();
        await using var to = await connection.BeginTextImportAsync(RowSql.CopyWords, stop);
        progress.Begin("message_word: {0:N0} messages indexed");
        await foreach (var message in said)
        {
            stop.ThrowIfCancellationRequested();
            var number = numbers[message.Conversation];
            var words = WordSql.Vector(number, message.Sequence, UserId.Of(message.Author.ToString("N")), MessageWords.Of(message.Body, message.State));
            await to.WriteAsync($"{number}\t{message.Sequence}\t{Escaped(words)}\n");
            progress.Count();
        }
    }

    /// <exception cref="StartupException">A message that is found by its words has none there, or another one has some.</exception>
    public async Task Check()
    {
        if (await connection.Scalar(RowSql.WrongWords, stop) is long wrong and > 0)
            throw new StartupException($"{wrong} messages have not come into the index of words as they should, so everything was undone.");
    }

    private async Task<Dictionary<Guid, int>> Numbers()
    {
        var numbers = new Dictionary<Guid, int>();
        await using var command = new NpgsqlCommand(RowSql.ConversationNumbers, connection);
        await using var row = await command.ExecuteReaderAsync(stop);
        while (await row.ReadAsync(stop)) numbers[row.GetGuid(0)] = row.GetInt32(1);
        return numbers;
    }

    // What COPY takes for the end of a column or of a row.
    private static string Escaped(string text) => text
        .Replace("\\", @"\\", StringComparison.Ordinal)
        .Replace("\t", @"\t", StringComparison.Ordinal)
        .Replace("\n", @"\n", StringComparison.Ordinal)
        .Replace("\r", @"\r", StringComparison.Ordinal);
}
