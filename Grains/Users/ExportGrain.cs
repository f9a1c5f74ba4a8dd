using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Friends;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Presence;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Messages;

namespace ChatMux.Grains.Users;

/// <inheritdoc cref="IExportGrain"/>
public sealed class ExportGrain(IMessageLog log, TimeProvider time) : Grain, IExportGrain
{
    private const int PageLength = 500;

    private UserId Id => UserId.Of(this.GetPrimaryKeyString());

    /// <inheritdoc/>
    public async Task<Result<AccountExport>> Export(Actor actor)
    {
        if (await Check(actor) is { } refusal)
            return refusal;
        var profile = await GrainFactory.Grain<IUserGrain>(Id.Value).GetOwnProfile();
        if (profile.Value is null)
            return profile.Refusal!;
        var inbox = GrainFactory.Grain<IInboxGrain>(Id.Value);
        var ways = await GrainFactory.Grain<IWaysInGrain>(Id.Value).List(actor);
        var devices = await GrainFactory.Grain<ISessionListGrain>(Id.Value).List(actor);
        var rooms = await inbox.Open(actor);
        var friends = GrainFactory.Grain<IFriendListGrain>(Id.Value);
        var (listed, links) = (await friends.Open(actor), await friends.ListLinks(actor));
        var presence = await GrainFactory.Grain<IUserGrain>(Id.Value).GetPresence(actor);
        return new AccountExport(
            profile.Value, ways.Value?.Ways ?? [], devices.Value?.Sessions ?? [], rooms.Value?.Conversations ?? [], await inbox.GetConversations(),
            listed.Value?.Entries ?? [], links.Value?.Links ?? [], presence.Value?.Availability ?? Availability.Available)
        {
            Directs = await inbox.GetDirects(),
        };
    }

    /// <inheritdoc/>
    public async Task<Result<ExportedMessages>> ExportMessages(Actor actor, ConversationId conversation, long after)
    {
        if (await Check(actor) is { } refusal)
            return refusal;
        if ((await GrainFactory.Grain<IInboxGrain>(Id.Value).GetDirects()).Any(with => ConversationId.Of(FriendshipId.Of(Id, with)!.Value) == conversation))
            return RefusalCode.NotFound;
        var page = await log.ReadAuthor(conversation, Id, after, PageLength);
        return new ExportedMessages(
            [.. page.Where(e => !e.Body.IsEmpty).Select(e => new ExportedMessage(conversation, e.Sequence, e.SentAtMs, MessageState.Decode(e.State).Text ?? MessageBody.Decode(e).Text))],
            page.Count == 0 ? null : page[^1].Sequence);
    }

    private async Task<Refusal?> Check(Actor actor) =>
        actor.User == Id ? await FreshSignIn.Check(GrainFactory, actor, time) : new Refusal(RefusalCode.NotFound);
}
