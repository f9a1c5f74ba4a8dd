using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Model.Tests.Reference;

/// <summary>A change of a message that a tab wants to make.</summary>
internal sealed class WantedChange(
    string tab, UserId by, ConversationId conversation, long target, UserId author, MessageChangeKind kind, string? text, string? emoji, bool on)
{
    public UserId By => by;

    public ConversationId Conversation => conversation;

    /// <summary>The message's number.</summary>
    public long Target => target;

    public MessageChangeKind Kind => kind;

    /// <summary>The new text; no two are the same.</summary>
    public string? Text => text;

    public string? Emoji => emoji;

    public bool On => on;

    /// <summary>Whether it is for this user to make.</summary>
    public bool IsAllowed => kind == MessageChangeKind.Reacted || author == by;

    /// <summary>When it was first tried; 0 before.</summary>
    public long Begun { get; set; }

    /// <summary>When the answer came.</summary>
    public long? Answered { get; set; }

    /// <summary>Why not, if it was refused.</summary>
    public RefusalCode? Refusal { get; set; }

    /// <summary>One of the tries had no answer: it may have happened, and it may still happen.</summary>
    public bool IsUncertain { get; set; }

    public bool IsDone => Answered is not null && Refusal is null;

    /// <summary>Whether it may be in the log.</summary>
    public bool MayBeThere => Begun > 0 && Refusal != RefusalCode.NotAuthor && (Refusal is null || IsUncertain);

    /// <summary>Whether it may have happened after another one was begun.</summary>
    public bool MayFollow(WantedChange other) => IsUncertain || Answered is not { } answered || answered > other.Begun;

    public override string ToString() => $"{tab} wants {target} {kind} {text}{emoji}{(kind == MessageChangeKind.Reacted ? on ? " on" : " off" : "")}";
}

/// <summary>All changes that were tried.</summary>
internal sealed class WantedChanges
{
    private readonly List<WantedChange> _tried = [];

    /// <summary>What was begun last, messages and changes counted together.</summary>
    public long Moment { get; private set; }

    /// <summary>What is acknowledged by now.</summary>
    public IReadOnlyList<WantedChange> Done => [.. _tried.Where(change => change.IsDone)];

    public long NextMoment() => ++Moment;

    public IEnumerable<WantedChange> In(ConversationId conversation) => _tried.Where(change => change.Conversation == conversation);

    /// <summary>A change is tried, perhaps again.</summary>
    public void Try(WantedChange change)
    {
        if (change.Begun > 0)
            return;
        change.Begun = NextMoment();
        _tried.Add(change);
    }

    /// <summary>The server has answered.</summary>
    /// <returns>What is wrong with that, if anything.</returns>
    public string? Answer(WantedChange change, RefusalCode? refusal)
    {
        (change.Answered, change.Refusal) = (NextMoment(), refusal);
        return refusal switch
        {
            null when !change.IsAllowed => "was allowed",
            RefusalCode.NotAuthor when change.IsAllowed => "was refused to the author",
            RefusalCode.MessageGone when change.Kind == MessageChangeKind.Deleted || !MayBeDeleted(change.Conversation, change.Target) =>
                "was refused because of a deletion that nobody wanted",
            _ => null,
        };
    }

    /// <summary>Whether somebody has tried to delete a message.</summary>
    public bool MayBeDeleted(ConversationId conversation, long target) =>
        In(conversation).Any(change => change is { Kind: MessageChangeKind.Deleted, IsAllowed: true } && change.Target == target);

    /// <summary>When it was first tried to make this change; null for never.</summary>
    public long? FirstTried(MessageChange change) => In(change.Conversation)
        .FirstOrDefault(wanted => wanted.By == change.By && wanted.Target == change.Target && wanted.Kind == change.Kind
            && wanted.Text == change.Text && wanted.Emoji == change.Emoji && wanted.On == change.On)?.Begun;
}
