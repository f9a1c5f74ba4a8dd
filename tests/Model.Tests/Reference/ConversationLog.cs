using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Model.Tests.Reference;

/// <summary>An entry of a conversation as it is on disk.</summary>
internal abstract record LoggedEntry(long Number);

/// <summary>A message as it was sent; without text when that was taken out.</summary>
internal sealed record LoggedMessage(long Number, MessageId Id, UserId Author, string? Text, long? ReplyTo) : LoggedEntry(Number);

/// <summary>A change; an edit is without text when that was taken out.</summary>
internal sealed record LoggedChange(
    long Number, long Target, UserId By, MessageChangeKind Kind, long AtMs, string? Text, string? Emoji, bool On) : LoggedEntry(Number);

/// <summary>A conversation on disk, entry by entry, and what these make of the messages, by the simplest rules there are.</summary>
internal sealed class ConversationLog(IReadOnlyList<LoggedEntry> entries)
{
    public IReadOnlyList<LoggedEntry> Entries => entries;

    public long Head => entries.Count == 0 ? 0 : entries[^1].Number;

    public IReadOnlyList<LoggedMessage> Messages { get; } = [.. entries.OfType<LoggedMessage>()];

    public IReadOnlyList<LoggedChange> Changes { get; } = [.. entries.OfType<LoggedChange>()];

    /// <summary>The messages after all changes, as everybody has to see them.</summary>
    public IReadOnlyList<ShownMessage> Shown { get; } = Replay(entries);

    /// <summary>The changes that change nothing where they are.</summary>
    public IReadOnlyList<LoggedChange> Idle { get; } = FindIdle(entries);

    private sealed class State(LoggedMessage message)
    {
        public LoggedMessage Message => message;

        public string Text { get; set; } = message.Text ?? "";

        public bool Deleted { get; set; }

        public long? EditedAtMs { get; set; }

        public long Version { get; set; }

        public List<Reaction> Reactions { get; private set; } = [];

        public bool Take(LoggedChange change)
        {
            Version = change.Number;
            switch (change.Kind)
            {
                case MessageChangeKind.Edited:
                    var same = Text == change.Text;
                    (Text, EditedAtMs) = (change.Text ?? "", change.AtMs);
                    return change.Text is null || !same;
                case MessageChangeKind.Deleted:
                    var already = Deleted;
                    (Text, EditedAtMs, Deleted) = ("", null, true);
                    Reactions.Clear();
                    return !already;
                default:
                    return React(change);
            }
        }

        private bool React(LoggedChange change)
        {
            var known = Reactions.FirstOrDefault(reaction => reaction.Emoji == change.Emoji) ?? new Reaction(change.Emoji!, []);
            if (known.Users.Contains(change.By) == change.On)
                return false;
            var now = known with { Users = change.On ? [.. known.Users, change.By] : [.. known.Users.Where(user => user != change.By)] };
            Reactions = Reactions.Contains(known) ? [.. Reactions.Select(other => other == known ? now : other)] : [.. Reactions, now];
            Reactions.RemoveAll(reaction => reaction.Users.Count == 0);
            return true;
        }
    }

    private static List<ShownMessage> Replay(IReadOnlyList<LoggedEntry> entries)
    {
        var states = new Dictionary<long, State>();
        foreach (var entry in entries)
            if (entry is LoggedMessage message)
                states[message.Number] = new State(message);
            else if (entry is LoggedChange change && states.TryGetValue(change.Target, out var target))
                target.Take(change);
        return [.. states.Values.OrderBy(state => state.Message.Number).Select(state => new ShownMessage(
            state.Message.Number, state.Message.Id, state.Message.Author, state.Text, state.Deleted, state.EditedAtMs, state.Version,
            ShownMessage.Line(state.Reactions), Quote(state)))];

        string? Quote(State state) =>
            !state.Deleted && state.Message.ReplyTo is { } replyTo && states.TryGetValue(replyTo, out var target)
                ? ShownMessage.Line(replyTo, target.Message.Author, target.Text)
                : null;
    }

    private static List<LoggedChange> FindIdle(IReadOnlyList<LoggedEntry> entries)
    {
        var states = entries.OfType<LoggedMessage>().GroupBy(m => m.Number).ToDictionary(same => same.Key, same => new State(same.First()));
        return [.. entries.OfType<LoggedChange>().Where(change => states.TryGetValue(change.Target, out var target) && !target.Take(change))];
    }
}

/// <summary>A message as it is to be seen.</summary>
internal sealed record ShownMessage(
    long Number, MessageId Id, UserId Author, string Text, bool Deleted, long? EditedAtMs, long Version, string Reactions, string? Quote)
{
    public static ShownMessage Of(ChatMessage message) => new(
        message.Sequence, message.Id, message.Author.Id, message.Text, message.Deleted, message.EditedAtMs, message.Version,
        Line(message.Reactions), message.ReplyTo is { } quote ? Line(quote.Sequence, quote.Author.Id, quote.Text) : null);

    public bool Has(string emoji, UserId user) => Reactions.Split(' ').Any(line => line.StartsWith(emoji, StringComparison.Ordinal) && line.Contains(Name(user), StringComparison.Ordinal));

    public static string Line(IEnumerable<Reaction> reactions) =>
        string.Join(' ', reactions.Select(reaction => $"{reaction.Emoji}{string.Join('+', reaction.Users.Select(Name))}"));

    public static string Line(long number, UserId author, string text) => $"{number} of {Name(author)}: {text}";

    private static string Name(UserId user) => user.Value[..6];
}
