using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Delivery;

namespace ChatMux.Grains.Messages;

/// <summary>The sockets of one user at one front.</summary>
/// <param name="Front">The front.</param>
/// <param name="Observer">How to reach it.</param>
/// <param name="Attachments">The sockets, by <see cref="Attachment.Id"/>.</param>
internal sealed record FrontSockets(FrontId Front, IFrontObserver Observer, IReadOnlyList<string> Attachments)
{
    /// <summary>The same sockets, front by front.</summary>
    public static IReadOnlyList<FrontSockets> Of(IEnumerable<Attachment> sockets) =>
        [.. sockets.GroupBy(socket => socket.Front).Select(at => new FrontSockets(at.Key, at.First().Observer, [.. at.Select(socket => socket.Id)]))];

    /// <summary>Those of these sockets that are not among the others.</summary>
    public static IReadOnlyList<FrontSockets> Without(IReadOnlyList<FrontSockets> these, IReadOnlyList<FrontSockets> others)
    {
        var known = others.SelectMany(at => at.Attachments).ToHashSet();
        return [.. these.Select(at => at with { Attachments = [.. at.Attachments.Where(id => !known.Contains(id))] }).Where(at => at.Attachments.Count > 0)];
    }
}
