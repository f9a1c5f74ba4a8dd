using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Presence;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.WebFront.Presence;

namespace ChatMux.WebFront;

internal sealed partial class ChatHub
{
    /// <summary>Chooses how to be seen; everyone sees it at once.</summary>
    public Task<Result<OwnPresence>> SetAvailability(SetAvailabilityCommand command) =>
        grains.Grain<IUserGrain>(Actor.User.Value).SetAvailability(Actor, command.Availability);

    /// <summary>How the user appears, and by which tabs they are here.</summary>
    public Task<Result<OwnPresence>> GetPresence() => grains.Grain<IUserGrain>(Actor.User.Value).GetPresence(Actor);

    /// <summary>Notes which room the user looks at: everyone sees them there.</summary>
    public Task<Result<Done>> VisitRoom(VisitRoomCommand command) => grains.Grain<IUserGrain>(Actor.User.Value).VisitRoom(Actor, command.Room);

    /// <summary>Notes that this tab has been without input for a while, or has some again.</summary>
    public Task<Result<Done>> SetIdle(SetIdleCommand command)
    {
        Browser.Idle = command.Idle;
        return grains.Grain<IConnectionGrain>(Actor.Connection.Value).SetIdle(Actor, command.Idle);
    }
}
