using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Messages;

/// <summary>
/// What the changes of a message have made of it: the rules of editing, deleting and reacting. Every change sets something, so one that comes
/// twice changes nothing the second time. Stored as JSON beside the log: never rename a member.
/// </summary>
internal sealed record MessageState
{
    public static readonly MessageState Unchanged = new();

    /// <summary>The number of the last change; 0 for none.</summary>
    public long Version { get; init; }

    /// <summary>The text since its last edit; null when there was none.</summary>
    public string? Text { get; init; }

    public long? EditedAtMs { get; init; }

    /// <summary>Who is called by it since its last edit; null when there was none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Mention>? Mentions { get; init; }

    /// <summary>Who wrote it, once the message is deleted and its body is gone.</summary>
    public MessageBody? Deleted { get; init; }

    /// <summary>Whether somebody else than its author deleted it.</summary>
    public bool ByModerator { get; init; }

    /// <summary>Who reacts with what, in the order of first use.</summary>
    public ImmutableList<StoredReaction> Reactions { get; init; } = [];

    public static MessageState Decode(ReadOnlyMemory<byte> state) =>
        state.IsEmpty ? Unchanged : JsonSerializer.Deserialize<MessageState>(state.Span)!;

    public byte[] Encode() => JsonSerializer.SerializeToUtf8Bytes(this);

    public bool Has(string emoji, UserId user) => Reactions.Any(r => r.Emoji == emoji && r.Users.Contains(user.Value));

    /// <summary>Null when this user may react like that, or not any more; otherwise why not.</summary>
    public Refusal? CheckReaction(string emoji, bool on)
    {
        if (!on)
            return null;
        if (!ReactionEmoji.IsOne(emoji))
            return new Refusal(RefusalCode.InvalidReaction);
        var full = Reactions.Sum(r => r.Users.Count) >= Limits.Reactions
            || (Reactions.Count >= Limits.ReactionKinds && Reactions.All(r => r.Emoji != emoji));
        return full ? new Refusal(RefusalCode.TooManyReactions) : null;
    }

    public MessageState Edit(string text, IReadOnlyList<Mention> mentions, long atMs) => this with { Text = text, Mentions = mentions, EditedAtMs = atMs };

    /// <summary>Of a deleted message nothing stays but who wrote it.</summary>
    public static MessageState Delete(MessageBody body, bool byModerator) =>
        new() { Deleted = body with { Text = "", ReplyTo = null, Mentions = null }, ByModerator = byModerator };

    public MessageState React(string emoji, UserId user, bool on)
    {
        if (Has(emoji, user) == on)
            return this;
        var index = Reactions.FindIndex(r => r.Emoji == emoji);
        if (index < 0)
            return this with { Reactions = Reactions.Add(new StoredReaction(emoji, [user.Value])) };
        var users = on ? Reactions[index].Users.Add(user.Value) : Reactions[index].Users.Remove(user.Value);
        return this with { Reactions = users.IsEmpty ? Reactions.RemoveAt(index) : Reactions.SetItem(index, new StoredReaction(emoji, users)) };
    }

    public IReadOnlyList<Reaction> ForReaders() => [.. Reactions.Select(r => new Reaction(r.Emoji, [.. r.Users.Select(UserId.Of)]))];
}

/// <summary>Who reacts with one emoji, first come first.</summary>
internal sealed record StoredReaction(string Emoji, ImmutableList<string> Users);
