using ChatMux.Silo.Storage;

namespace ChatMux.Silo.Tests.Storage;

/// <summary>What must not grow with the log is found by an index.</summary>
public sealed class SqlitePlanTests : MessageLogTestBase
{
    [Fact]
    public void An_authors_messages_are_found_by_their_index()
    {
        using var connection = File.OpenReader();
        using var command = connection.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + MessageLogSql.EraseAuthor.UpTo
            .Replace("$conversation", "x'00'", StringComparison.Ordinal).Replace("$author", "x'00'", StringComparison.Ordinal).Replace("$after", "0", StringComparison.Ordinal);
        using var row = command.ExecuteReader();
        var plan = "";
        while (row.Read())
            plan += row.GetString(3);
        Assert.Contains("message_by_author", plan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_of_acts_is_found_by_its_indexes()
    {
        await Append(Message(1));
        using var connection = File.OpenWriter();
        using var command = connection.Command(
            "EXPLAIN QUERY PLAN " + MessageLogSql.ReadActs,
            ("$conversation", MessageLogSql.Bytes(General.Value)), ("$bound", 9L), ("$count", 9));
        using var row = command.ExecuteReader();
        var plan = new List<string>();
        while (row.Read())
            plan.Add(row.GetString(3));
        Assert.Contains(plan, step => step.Contains("message_act", StringComparison.Ordinal));
        Assert.Contains(plan, step => step.Contains("message_change_removal", StringComparison.Ordinal));
    }

    [Fact]
    public void An_unread_count_is_four_look_ups_whoever_wrote_how_much()
    {
        using var reader = File.OpenReader();
        using var command = reader.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + MessageLogSql.CountUnread;
        foreach (var name in (string[])["$conversation", "$reader", "$after", "$upTo"]) command.Parameters.AddWithValue(name, 1);
        using var row = command.ExecuteReader();
        var plan = new List<string>();
        while (row.Read()) plan.Add(row.GetString(3));

        // Staged rows are some hundred at most, so whatever finds them there is quick.
        Assert.Equal(
            [
                "SEARCH message USING PRIMARY KEY (conversation=? AND sequence<?)",
                "SEARCH message USING PRIMARY KEY (conversation=? AND sequence>? AND sequence<?)",
                "SEARCH message USING COVERING INDEX message_by_author (conversation=? AND author=? AND sequence<?)",
                "SEARCH message USING COVERING INDEX message_by_author (conversation=? AND author=? AND sequence>? AND sequence<?)",
            ],
            plan.Where(step => step.StartsWith("SEARCH message ", StringComparison.Ordinal)));
        Assert.DoesNotContain(plan, step => step.Contains("SCAN message") || step.Contains("TEMP B-TREE"));
    }

    [Fact]
    public void A_count_of_mentions_is_two_ranges_of_the_key()
    {
        using var reader = File.OpenReader();
        using var command = reader.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + MessageLogSql.CountMentions;
        foreach (var name in (string[])["$conversation", "$reader", "$after", "$upTo", "$cap"]) command.Parameters.AddWithValue(name, 1);
        using var row = command.ExecuteReader();
        var plan = new List<string>();
        while (row.Read()) plan.Add(row.GetString(3));

        const string Range = "SEARCH mention USING PRIMARY KEY (user=? AND conversation=? AND sequence>? AND sequence<?)";
        Assert.Equal([Range, Range], plan.Where(step => step.Contains("mention", StringComparison.Ordinal)));
    }
}
