using System.Text.Json.Serialization;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Interfaces.Messages;

/// <summary>What happened to a message.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MessageChangeKind>))]
public enum MessageChangeKind
{
    /// <summary>Its author gave it another text.</summary>
    [JsonStringEnumMemberName("edited")] Edited,

    /// <summary>It is no more; its place stays.</summary>
    [JsonStringEnumMemberName("deleted")] Deleted,

    /// <summary>Somebody reacts to it, or no longer.</summary>
    [JsonStringEnumMemberName("reacted")] Reacted,
}

/// <summary>One change of a message: an entry of the log like the message itself, with a number in the same order.</summary>
/// <param name="Conversation">Where.</param>
/// <param name="Sequence">Its own number.</param>
/// <param name="Target">The number of the message.</param>
/// <param name="By">Who did it.</param>
/// <param name="AtMs">When, in milliseconds since 1970 UTC.</param>
/// <param name="Kind">What was done.</param>
/// <param name="Text">The new text of an edited message; otherwise null.</param>
/// <param name="Emoji">What was reacted with; otherwise null.</param>
/// <param name="On">Whether the reaction was added; false when it was taken back.</param>
[GenerateSerializer, Immutable, Alias("MessageChange")]
public sealed record MessageChange(
    [property: Id(0)] ConversationId Conversation,
    [property: Id(1)] long Sequence,
    [property: Id(2)] long Target,
    [property: Id(3)] UserId By,
    [property: Id(4)] long AtMs,
    [property: Id(5)] MessageChangeKind Kind,
    [property: Id(6)] string? Text = null,
    [property: Id(7)] string? Emoji = null,
    [property: Id(8)] bool On = false)
{
    /// <summary>Who is called by an edited message as it is now.</summary>
    [Id(9)] public IReadOnlyList<Mention> Mentions { get; init; } = [];

    /// <summary>Who was called by it before an edit or a deletion, so that whoever counts can tell what changed. Announced, and not kept.</summary>
    [Id(10)] public IReadOnlyList<Mention> Before { get; init; } = [];

    /// <summary>Whose message it is that somebody else deleted. Announced, and not kept.</summary>
    [Id(11)] public UserId? Author { get; init; }

    /// <summary>Of a deletion: whether it was somebody else than the author.</summary>
    [Id(20)] public bool ByModerator { get; init; }

    /// <summary>Never prints the text, so that no log can.</summary>
    public override string ToString() => $"{Conversation}/{Sequence}: {Target} {Kind}";
}

/// <summary>A change of a message is on disk. Sent as <see cref="MessagePosted"/> is, in one order with it.</summary>
[GenerateSerializer, Immutable, Alias("MessageChanged")]
public sealed record MessageChanged([property: Id(0)] MessageChange Change) : ServerEvent
{
    /// <inheritdoc/>
    public override int EstimatedBytes => 512 + 3 * (Change.Text?.Length ?? 0);
}
