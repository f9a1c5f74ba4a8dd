using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.WebFront.Sessions;

namespace ChatMux.WebFront;

internal sealed partial class ChatHub
{
    /// <summary>Where the user is signed in.</summary>
    public Task<Result<DeviceList>> GetDevices() => Sessions.List(Actor);

    /// <summary>Signs one of the user's browsers out.</summary>
    public Task<Result<Done>> EndSession(EndSessionCommand command) => Sessions.EndSession(Actor, command.Reference);

    /// <summary>Signs all of the user's other browsers out.</summary>
    public Task<Result<Done>> EndOtherSessions() => Sessions.EndOthers(Actor);

    /// <summary>What opens the user's identity.</summary>
    public Task<Result<WaysInList>> GetWaysIn() => WaysIn.List(Actor);

    /// <summary>Names a way in.</summary>
    public Task<Result<Done>> RenameWayIn(RenameWayInCommand command) => WaysIn.Rename(Actor, command.Reference, command.Name);

    /// <summary>Removes a way in.</summary>
    public Task<Result<Done>> RemoveWayIn(RemoveWayInCommand command) => WaysIn.Remove(Actor, command.Reference);

    private ISessionListGrain Sessions => grains.Grain<ISessionListGrain>(Actor.User.Value);

    private IWaysInGrain WaysIn => grains.Grain<IWaysInGrain>(Actor.User.Value);
}
