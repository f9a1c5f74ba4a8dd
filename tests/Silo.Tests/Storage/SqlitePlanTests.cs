using ChatMux.Silo.Storage;

namespace ChatMux.Silo.Tests.Storage;

/// <summary>What must not grow with the log is found by an index.</summary>
public sealed class SqlitePlanTests : MessageLogTestBase
{
    [Theory]
    [InlineData(0, "message_by_author")]
    [InlineData(1, "message_sealed_change")]
    public void What_an_author_wrote_is_found_by_its_index(int which, string index)
    {
        using var connection = File.OpenReader();
        using var command = connection.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + MessageLogSql.EraseAuthor[which].UpTo
            .Replace("$conversation", "x'00'", StringComparison.Ordinal).Replace("$author", "x'00'", StringComparison.Ordinal).Replace("$after", "0", StringComparison.Ordinal);
        using var row = command.ExecuteReader();
        var plan = "";
        while (row.Read())
            plan += row.GetString(3);
        Assert.Contains(index, plan, StringComparison.Ordinal);
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
    public void Sealed_changes_are_found_by_their_index() => Assert.Contains(
        Plan(MessageLogSql.ReadSealedChanges),
        step => step == "SEARCH message USING INDEX message_sealed_change_order (conversation=? AND sequence>?)");

    [Fact]
    public void An_unread_count_is_four_look_ups_whoever_wrote_how_much()
    {
        var plan = Plan(MessageLogSql.CountUnread.All);

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
    public void Each_of_those_who_are_left_out_of_it_is_two_more_and_the_staged_rows_are_gone_through_once()
    {
        const string Ends = "SEARCH message USING COVERING INDEX message_by_author (conversation=? AND author=? AND sequence>? AND sequence<?)";
        const string Staged = "SEARCH message_staging USING INDEX message_staging_by_sequence (conversation=? AND sequence>? AND sequence<?)";
        var (all, plan) = (Plan(MessageLogSql.CountUnread.All), Plan(MessageLogSql.CountUnread.Without));
        List<string> Of(List<string> steps, string table) => [.. steps.Where(step => step.StartsWith($"SEARCH {table} ", StringComparison.Ordinal))];

        Assert.Equal([.. Of(all, "message"), Ends, Ends], Of(plan, "message"));
        Assert.Equal([.. Of(all, "message_staging"), Staged], Of(plan, "message_staging"));
        Assert.DoesNotContain(plan, step => step.Contains("SCAN message") || step.Contains("TEMP B-TREE"));
    }

    [Fact]
    public void A_count_of_mentions_is_two_ranges_of_the_key_whoever_is_left_out()
    {
        const string Range = "SEARCH mention USING PRIMARY KEY (user=? AND conversation=? AND sequence>? AND sequence<?)";
        foreach (var sql in (string[])[MessageLogSql.CountMentions.All, MessageLogSql.CountMentions.Without])
            Assert.Equal([Range, Range], Plan(sql).Where(step => step.Contains("mention", StringComparison.Ordinal)));
    }

    private List<string> Plan(string sql)
    {
        using var reader = File.OpenReader();
        using var command = reader.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + sql;
        foreach (var name in (string[])["$conversation", "$reader", "$after", "$upTo", "$cap", "$without", "$bound", "$count"]) command.Parameters.AddWithValue(name, 1);
        using var row = command.ExecuteReader();
        var plan = new List<string>();
        while (row.Read()) plan.Add(row.GetString(3));
        return plan;
    }
}
