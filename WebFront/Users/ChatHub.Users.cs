using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.WebFront.Users;

namespace ChatMux.WebFront;

internal sealed partial class ChatHub
{
    /// <summary>Changes the own profile; everyone sees it at once.</summary>
    public Task<Result<Profile>> UpdateProfile(UpdateProfileCommand command) => grains.Grain<IUserGrain>(Actor.User.Value)
        .UpdateProfile(Actor, new ProfileChange(command.Name, command.Handle, command.Colour, command.Status));
}
