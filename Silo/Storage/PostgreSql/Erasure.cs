namespace ChatMux.Silo.Storage.PostgreSql;

/// <summary>
/// How the text of messages is taken out, some at a time. The rows stay, so that neither a number nor a count changes. What was written
/// in a row before is on disk until PostgreSQL's vacuum has been there.
/// </summary>
/// <param name="UpTo">The number of the last of the next ones after a number; null when there are none.</param>
/// <param name="Range">Empties the messages up to there, and forgets their words, whom they call and what became of them.</param>
/// <param name="Changes">Empties the changes that were made.</param>
internal sealed record Erasure(string UpTo, IReadOnlyList<string> Range, string Changes)
{
    /// <summary>Of everything in a conversation ($1).</summary>
    public static readonly IReadOnlyList<Erasure> OfAll = [Of("kind IN (1, 5, 7)", 1, "target > 0")];

    /// <summary>Of what an author ($2) wrote in it, by the indexes that have it. Of the changes only edits and what is sealed say something.</summary>
    public static readonly IReadOnlyList<Erasure> OfAuthor =
        [Of("kind = 1 AND author = $2", 2, "kind = 2 AND author = $2"), Of("kind = 7 AND author = $2", 2, "false AND author = $2")];

    private static Erasure Of(string which, int parameters, string changes)
    {
        var (after, end) = ($"${parameters + 1}", $"${parameters + 2}");
        var range = $"SELECT sequence FROM log_entry WHERE conversation = $1 AND {which} AND sequence > {after} AND sequence <= {end}";
        return new Erasure(
            $"SELECT max(sequence) FROM (SELECT sequence FROM log_entry WHERE conversation = $1 AND {which} AND sequence > {after} ORDER BY sequence LIMIT {end}) AS next",
            [
                $"UPDATE log_entry SET body = '' WHERE conversation = $1 AND sequence IN ({range})",
                $"DELETE FROM log_state WHERE conversation = $1 AND sequence IN ({range})",
                $"DELETE FROM mention WHERE conversation = $1 AND sequence IN ({range})",
                $"DELETE FROM message_word WHERE number = (SELECT number FROM conversation_number WHERE conversation = $1) AND sequence IN ({range})",
            ],
            $"UPDATE log_entry SET body = '' WHERE conversation = $1 AND {changes} AND body != ''");
    }
}
