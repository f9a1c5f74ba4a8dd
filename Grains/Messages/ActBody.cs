using System.Text.Json;
using System.Text.Json.Serialization;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Messages;

/// <summary>
/// What the log keeps of an act: who did what to whom, with their names as they were, since guests do not stay. Stored as JSON: never
/// rename a member.
/// </summary>
internal sealed record ActBody(
    RoomActKind Kind,
    StoredPerson By,
    StoredPerson? Whom,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? UntilMs = null)
{
    public static ActBody Of(Profile by, RoomAct act) =>
        new(act.Kind, StoredPerson.Of(by), act.Whom is { } whom ? StoredPerson.Of(whom) : null, act.UntilMs);

    public byte[] Encode() => JsonSerializer.SerializeToUtf8Bytes(this);

    public static ActBody Decode(LogEntry entry) => JsonSerializer.Deserialize<ActBody>(entry.Body.Span)!;

    /// <summary>An act or a removal as readers see it: an entry with an author, and without a text.</summary>
    public static ChatMessage ToMessage(ConversationId conversation, LogEntry entry)
    {
        var body = entry.Body.IsEmpty ? null : Decode(entry);
        // A removal is one even when its body went with an account.
        var act = entry.Kind == LogEntryKind.Removal
            ? new RoomAct(RoomActKind.MessageDeleted, body?.Whom?.ToProfile(), Message: entry.Target)
            : body is null ? null : new RoomAct(body.Kind, body.Whom?.ToProfile(), body.UntilMs);
        var by = body?.By.ToProfile() ?? new Profile(entry.Author, "", "", Guest: false);
        return new ChatMessage(conversation, entry.Sequence, entry.Id, by, entry.SentAtMs, "", Erased: act is null) { Act = act };
    }

    /// <summary>The act without the name of this user; null when it has none.</summary>
    public ActBody? Without(UserId user)
    {
        var stripped = this with { By = By.Without(user), Whom = Whom?.Without(user) };
        return stripped == this ? null : stripped;
    }
}

/// <summary>Somebody in an act.</summary>
internal sealed record StoredPerson(UserId Id, string Name, string Colour, bool Guest)
{
    public static StoredPerson Of(Profile profile) => new(profile.Id, profile.Name, profile.Colour, profile.Guest);

    public Profile ToProfile() => new(Id, Name, Colour, Guest);

    public StoredPerson Without(UserId user) => Id == user ? new StoredPerson(Id, "", "", Guest: false) : this;
}
