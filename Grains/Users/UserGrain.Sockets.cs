using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Friends;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Users;
using Microsoft.Extensions.Logging;

namespace ChatMux.Grains.Users;

/// <content>By which sockets the user is here, and which conversations count on knowing it.</content>
public sealed partial class UserGrain
{
    // A conversation that does not answer counts on what it knows for little longer than that.
    private static readonly TimeSpan SocketsPatience = TimeSpan.FromSeconds(2);

    private readonly SocketAskers _askers = new(time);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Attachment>> GetSockets(UserId with)
    {
        _askers.Note(with);
        return Task.FromResult(_connections.Sockets);
    }

    // Before the socket counts as attached: what its tab reads then is older than what it is told from now on.
    private async Task TellSockets()
    {
        try
        {
            await Task.WhenAll(_askers.Lately.Select(with => FriendshipId.Of(Id, with) is { } pair
                ? GrainFactory.Grain<IDirectConversationGrain>(pair.Key).SocketsChanged(Id)
                : Task.CompletedTask)).WaitAsync(SocketsPatience, time);
        }
        catch (Exception e)
        {
            // It asks again in a few seconds, and tells whom it finds then what came last.
            LogSocketsNotTold(logger, e.GetType().Name);
        }
    }

    [LoggerMessage(202, LogLevel.Warning, "A conversation of two could not be told of another socket of a user ({Reason}); it asks again in a few seconds")]
    private static partial void LogSocketsNotTold(ILogger logger, string reason);
}
