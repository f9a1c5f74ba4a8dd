using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Friends;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.WebFront.Friends;

namespace ChatMux.WebFront;

internal sealed partial class ChatHub
{
    /// <summary>Friends, requests, and people blocked.</summary>
    public Task<Result<FriendList>> GetFriends() => FriendList.Open(Actor);

    /// <summary>Does something about another person: asks to be friends, answers, ends it, blocks.</summary>
    public async Task<Result<Done>> Befriend(FriendCommand command) => FriendshipId.Of(Actor.User, command.With) is { } pair
        ? await grains.Grain<IFriendshipGrain>(pair.Key).Act(Actor, command.Act)
        : RefusalCode.NotFound;

    /// <summary>The person with exactly this handle.</summary>
    public Task<Result<Profile>> FindPerson(FindPersonCommand command) => FriendList.FindPerson(Actor, command.Handle);

    /// <summary>The links that lead to the user.</summary>
    public Task<Result<FriendLinks>> GetFriendLinks() => FriendList.ListLinks(Actor);

    /// <summary>Makes a link that leads to the user.</summary>
    public Task<Result<FriendLink>> CreateFriendLink(CreateFriendLinkCommand command) =>
        FriendList.CreateLink(Actor, FriendLinkId.Of(command.Token), command.ForMs);

    /// <summary>Ends a link.</summary>
    public Task<Result<Done>> RevokeFriendLink(RevokeFriendLinkCommand command) => FriendList.RevokeLink(Actor, command.Link);

    /// <summary>The person to whom a link leads.</summary>
    public Task<Result<Profile>> OpenFriendLink(OpenFriendLinkCommand command) =>
        grains.Grain<IFriendLinkGrain>(FriendLinkId.Of(command.Token).Value).Open(Actor);

    private IFriendListGrain FriendList => grains.Grain<IFriendListGrain>(Actor.User.Value);
}
