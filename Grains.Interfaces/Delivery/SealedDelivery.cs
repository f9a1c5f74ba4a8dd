using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Interfaces.Delivery;

/// <summary>What was written in a conversation of two, for those sockets of one front by which one of the two is here.</summary>
/// <param name="User">Which of the two: a socket of anybody else gets nothing.</param>
/// <param name="Attachments">The sockets, by <see cref="Connections.Attachment.Id"/>.</param>
/// <param name="Posted">What was written, in its order.</param>
[GenerateSerializer, Immutable, Alias("SealedDelivery")]
public sealed record SealedDelivery(
    [property: Id(0)] UserId User, [property: Id(1)] IReadOnlyList<string> Attachments, [property: Id(2)] IReadOnlyList<SealedPosted> Posted);
