using ChatMux.Grains.Interfaces.Friends;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Presence;
using ChatMux.Grains.Interfaces.Sessions;

namespace ChatMux.Grains.Interfaces.Users;

/// <summary>
/// Gathers what the server has of one user, for that user alone and soon after a sign-in (else <see cref="RefusalCode.FreshSignInNeeded"/>).
/// Its key is the user's id.
/// </summary>
[Alias("IExportGrain")]
public interface IExportGrain : IGrainWithStringKey
{
    /// <summary>Everything but what the user wrote.</summary>
    [Alias("Export")]
    Task<Result<AccountExport>> Export(Actor actor);

    /// <summary>
    /// What the user wrote in a conversation above this number: some of it, ascending, and empty at the end. What is sealed is in no export, since
    /// the server cannot read it: of a conversation of two it is <see cref="RefusalCode.NotFound"/>.
    /// </summary>
    [Alias("ExportMessages")]
    Task<Result<ExportedMessages>> ExportMessages(Actor actor, ConversationId conversation, long after);
}

/// <summary>What the server has of a user.</summary>
/// <param name="Profile">The profile.</param>
/// <param name="WaysIn">What opens the account.</param>
/// <param name="Devices">Where the user is signed in.</param>
/// <param name="Rooms">The rooms that the user is in.</param>
/// <param name="Conversations">Every conversation that the user was ever in.</param>
/// <param name="Friends">Friends, requests, and people blocked.</param>
/// <param name="FriendLinks">The links that lead to the user.</param>
/// <param name="Availability">How the user wants to be seen.</param>
[GenerateSerializer, Immutable, Alias("AccountExport")]
public sealed record AccountExport(
    [property: Id(0)] Profile Profile,
    [property: Id(1)] IReadOnlyList<WayInDescription> WaysIn,
    [property: Id(2)] IReadOnlyList<DeviceSession> Devices,
    [property: Id(3)] IReadOnlyList<InboxConversation> Rooms,
    [property: Id(4)] IReadOnlyList<ConversationId> Conversations,
    [property: Id(5)] IReadOnlyList<FriendEntry> Friends,
    [property: Id(6)] IReadOnlyList<FriendLink> FriendLinks,
    [property: Id(7)] Availability Availability)
{
    /// <summary>With whom the user has a conversation of two.</summary>
    [Id(8)] public IReadOnlyList<UserId> Directs { get; init; } = [];
}

/// <summary>Some of the user's messages.</summary>
/// <param name="Messages">The messages; those that were erased are left out.</param>
/// <param name="Last">The number to go on from; null at the end.</param>
[GenerateSerializer, Immutable, Alias("ExportedMessages")]
public sealed record ExportedMessages([property: Id(0)] IReadOnlyList<ExportedMessage> Messages, [property: Id(1)] long? Last);

/// <summary>A message of the user's own.</summary>
[GenerateSerializer, Immutable, Alias("ExportedMessage")]
public sealed record ExportedMessage(
    [property: Id(0)] ConversationId Conversation, [property: Id(1)] long Sequence, [property: Id(2)] long SentAtMs, [property: Id(3)] string Text)
{
    /// <summary>Never prints the text, so that no log can.</summary>
    public override string ToString() => $"{Conversation}/{Sequence}";
}
