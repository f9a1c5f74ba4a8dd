using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Friends;

namespace ChatMux.Grains.Friends;

/// <content>The links that lead to the owner: listed before they lead anywhere, and until they do no more.</content>
public sealed partial class FriendListGrain
{
    /// <inheritdoc/>
    public async Task<Result<FriendLinks>> ListLinks(Actor actor)
    {
        if (actor.User != Owner)
            return RefusalCode.NotFound;
        await DropExpired();
        return new FriendLinks(state.State.Links);
    }

    /// <inheritdoc/>
    public async Task<Result<FriendLink>> CreateLink(Actor actor, FriendLinkId link, long forMs)
    {
        if (await Admit(actor) is { } refusal)
            return refusal;
        if (forMs is < Limits.FriendLinkMinMs or > Limits.FriendLinkMaxMs)
            return RefusalCode.Malformed;
        await DropExpired();
        var listed = state.State.Links.Find(known => known.Id == link);
        if (listed is null)
        {
            if (state.State.Links.Count >= Limits.FriendLinks)
                return RefusalCode.TooManyFriendLinks;
            var now = time.GetUtcNow().ToUnixTimeMilliseconds();
            listed = new FriendLink(link, now, now + forMs);
            await state.Store(state.State with { Links = state.State.Links.Insert(0, listed) });
        }
        if (await Link(link).Lead(Owner, DateTimeOffset.FromUnixTimeMilliseconds(listed.ExpiresMs)))
            return listed;
        await Unlist(link);
        return RefusalCode.Malformed;
    }

    /// <inheritdoc/>
    public async Task<Result<Done>> RevokeLink(Actor actor, FriendLinkId link)
    {
        if (actor.User != Owner)
            return RefusalCode.NotFound;
        if (state.State.Links.Exists(known => known.Id == link))
            await End(link);
        return Done.Instance;
    }

    private async Task DropExpired()
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (var expired in state.State.Links.Where(link => link.ExpiresMs <= now).ToArray())
            await End(expired.Id);
    }

    private async Task End(FriendLinkId link)
    {
        await Link(link).Revoke(Owner);
        await Unlist(link);
    }

    private Task Unlist(FriendLinkId link) =>
        state.Store(state.State with { Links = state.State.Links.RemoveAll(known => known.Id == link) });
}
