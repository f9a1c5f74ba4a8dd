using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Rooms;

namespace ChatMux.Grains.Tests.Rooms;

/// <summary>The matrix of rights in a room: who may do what to whom. One row for each operation and role.</summary>
public sealed class RightsTests(ClusterFixture fixture)
{
    private readonly IGrainFactory _grains = fixture.Grains;

    public enum Is { Stranger, Identity, Banned, Member, Muted, Moderator, Owner }

    private const RefusalCode Fine = (RefusalCode)(-1);
    private const RefusalCode NotFound = RefusalCode.NotFound;
    private const RefusalCode NotAllowed = RefusalCode.NotAllowed;

    /// <summary>For each operation what it answers to a stranger, an identity that is no member, somebody banned, a member, a muted one, a moderator, the owner.</summary>
    public static readonly TheoryData<string, RefusalCode[]> Rows = new()
    {
        { "join", [Fine, Fine, RefusalCode.Banned, Fine, Fine, Fine, Fine] },
        { "read", [NotFound, NotFound, NotFound, Fine, Fine, Fine, Fine] },
        { "find", [NotFound, NotFound, NotFound, Fine, Fine, Fine, Fine] },
        { "search", [NotFound, NotFound, NotFound, Fine, Fine, Fine, Fine] },
        { "head", [NotFound, NotFound, NotFound, Fine, Fine, Fine, Fine] },
        { "mark read", [NotFound, NotFound, NotFound, Fine, Fine, Fine, Fine] },
        { "mark unread", [NotFound, NotFound, NotFound, Fine, Fine, Fine, Fine] },
        { "level", [NotFound, NotFound, NotFound, Fine, Fine, Fine, Fine] },
        { "describe", [NotFound, NotFound, NotFound, Fine, Fine, Fine, Fine] },
        { "create", [NotFound, NotFound, NotFound, NotFound, NotFound, NotFound, Fine] },
        { "leave", [Fine, Fine, Fine, Fine, Fine, Fine, Fine] },
        { "send", [NotFound, NotFound, NotFound, Fine, RefusalCode.Muted, Fine, Fine] },
        { "edit own", [NotFound, NotFound, NotFound, Fine, RefusalCode.Muted, Fine, Fine] },
        { "edit member's", [NotFound, NotFound, NotFound, RefusalCode.NotAuthor, RefusalCode.Muted, RefusalCode.NotAuthor, RefusalCode.NotAuthor] },
        { "react", [NotFound, NotFound, NotFound, Fine, RefusalCode.Muted, Fine, Fine] },
        { "type", [NotFound, NotFound, NotFound, Fine, RefusalCode.Muted, Fine, Fine] },
        { "delete own", [NotFound, NotFound, NotFound, Fine, Fine, Fine, Fine] },
        { "delete member's", [NotFound, NotFound, NotFound, RefusalCode.NotAuthor, RefusalCode.NotAuthor, Fine, Fine] },
        { "delete moderator's", [NotFound, NotFound, NotFound, RefusalCode.NotAuthor, RefusalCode.NotAuthor, RefusalCode.NotAuthor, Fine] },
        { "delete owner's", [NotFound, NotFound, NotFound, RefusalCode.NotAuthor, RefusalCode.NotAuthor, RefusalCode.NotAuthor, Fine] },
        { "kick member", [NotFound, NotFound, NotFound, NotAllowed, NotAllowed, Fine, Fine] },
        { "ban member", [NotFound, NotFound, NotFound, NotAllowed, NotAllowed, Fine, Fine] },
        { "unban member", [NotFound, NotFound, NotFound, NotAllowed, NotAllowed, Fine, Fine] },
        { "mute member", [NotFound, NotFound, NotFound, NotAllowed, NotAllowed, Fine, Fine] },
        { "unmute member", [NotFound, NotFound, NotFound, NotAllowed, NotAllowed, Fine, Fine] },
        { "kick moderator", [NotFound, NotFound, NotFound, NotAllowed, NotAllowed, NotAllowed, Fine] },
        { "ban moderator", [NotFound, NotFound, NotFound, NotAllowed, NotAllowed, NotAllowed, Fine] },
        { "mute moderator", [NotFound, NotFound, NotFound, NotAllowed, NotAllowed, NotAllowed, Fine] },
        { "kick owner", [NotFound, NotFound, NotFound, NotAllowed, NotAllowed, NotAllowed, NotAllowed] },
        { "ban owner", [NotFound, NotFound, NotFound, NotAllowed, NotAllowed, NotAllowed, NotAllowed] },
        { "mute owner", [NotFound, NotFound, NotFound, NotAllowed, NotAllowed, NotAllowed, NotAllowed] },
        { "name moderator", [NotFound, NotFound, NotFound, NotAllowed, NotAllowed, NotAllowed, Fine] },
        { "dismiss moderator", [NotFound, NotFound, NotFound, NotAllowed, NotAllowed, NotAllowed, Fine] },
        { "invite", [NotFound, NotFound, NotFound, Fine, Fine, Fine, Fine] },
        { "list members", [NotFound, NotFound, NotFound, Fine, Fine, Fine, Fine] },
        { "list bans", [NotFound, NotFound, NotFound, NotAllowed, NotAllowed, Fine, Fine] },
        { "list acts", [NotFound, NotFound, NotFound, NotAllowed, NotAllowed, Fine, Fine] },
        { "rename", [NotFound, NotFound, NotFound, NotFound, NotFound, NotFound, Fine] },
        { "hand over", [NotFound, NotFound, NotFound, NotFound, NotFound, NotFound, Fine] },
        { "delete room", [NotFound, NotFound, NotFound, NotFound, NotFound, NotFound, Fine] },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Everybody_may_do_what_their_role_allows(string operation, RefusalCode[] answers)
    {
        foreach (var role in Enum.GetValues<Is>())
        {
            var place = await Place.Of(_grains, role);
            var refused = (await place.Does(operation)).Refusal?.Code ?? Fine;
            Assert.True(answers[(int)role] == refused, $"{role} wants to {operation}: {refused}");
        }
    }

    [Fact]
    public async Task Nobody_moderates_the_room_that_everyone_belongs_to()
    {
        var (ada, bo) = (await Guest.Enter(_grains, "Ada"), await Guest.Enter(_grains, "Bo"));
        var general = _grains.GetGrain<IRoomGrain>(Guest.General.Value);
        foreach (var kind in Enum.GetValues<ModerationKind>())
            Assert.Equal(NotFound, (await general.Moderate(ada.Actor, new Moderation(kind, bo.Actor.User))).Refusal?.Code);
        Assert.Equal(NotFound, (await general.ListMembers(ada.Actor, 0)).Refusal?.Code);
        Assert.Equal(NotFound, (await general.ListBans(ada.Actor)).Refusal?.Code);
        Assert.Equal(NotAllowed, (await _grains.GetGrain<IConversationGrain>(Guest.General.Value).ReadActs(ada.Actor, null)).Refusal?.Code);
    }

    /// <summary>A room with an owner, a moderator and a member, and somebody who wants something there.</summary>
    private sealed class Place(IGrainFactory grains, RoomId id, Guest me, Dictionary<string, Guest> others, Dictionary<string, long> messages)
    {
        private IRoomGrain Room => grains.GetGrain<IRoomGrain>(id.Value);

        private IConversationGrain Chat => grains.GetGrain<IConversationGrain>(id.Value);

        public static async Task<Place> Of(IGrainFactory grains, Is role)
        {
            var id = HexId.New<RoomId>();
            var room = grains.GetGrain<IRoomGrain>(id.Value);
            var others = new Dictionary<string, Guest>();
            foreach (var name in new[] { "owner", "moderator", "member" })
                others[name] = await Guest.Enter(grains, name);
            var owner = others["owner"];
            var me = role == Is.Owner ? owner : await Guest.Enter(grains, "me");
            if (role == Is.Identity)
                await me.User.BecomeIdentity(new Interfaces.Users.IdentityProfile("me", null, $"me{id.Value[..8]}", null));
            await owner.Creates(id);
            Guest[] members = [others["moderator"], others["member"], .. role is Is.Stranger or Is.Identity ? Array.Empty<Guest>() : [me]];
            foreach (var guest in members)
                await guest.Joins(id);
            async Task Owner(ModerationKind kind, Guest whom) =>
                Assert.NotNull((await room.Moderate(owner.Actor, new Moderation(kind, whom.Actor.User))).Value);
            await Owner(ModerationKind.NameModerator, others["moderator"]);
            var messages = new Dictionary<string, long>();
            foreach (var (name, guest) in others.Append(KeyValuePair.Create("own", me)))
                messages[name] = (await guest.Says("hello", conversation: ConversationId.Of(id))).Value?.Sequence ?? 0;
            var done = role switch
            {
                Is.Banned => Owner(ModerationKind.Ban, me),
                Is.Muted => Owner(ModerationKind.Mute, me),
                Is.Moderator => Owner(ModerationKind.NameModerator, me),
                _ => Task.CompletedTask,
            };
            await done;
            return new Place(grains, id, me, others, messages);
        }

        public async Task<IRefusable> Does(string operation)
        {
            var (verb, what) = operation.Split(' ') is [var first, var second] ? (first, second.Replace("'s", "")) : (operation, "");
            return verb switch
            {
                "join" => await me.Joins(id),
                "read" => await Chat.Read(me.Actor, new PageRequest(null, null, 10)),
                "find" => await Chat.FindTime(me.Actor, 0),
                "search" => await Chat.Search(me.Actor, new SearchRequest("hello", null, null)),
                "head" => await Chat.GetHead(me.Actor),
                "mark" when what == "read" => await me.Inbox.MarkRead(me.Actor, ConversationId.Of(id), messages["member"]),
                "mark" => await me.Inbox.MarkUnread(me.Actor, ConversationId.Of(id), messages["member"], 0),
                "level" => await me.Inbox.SetNoticeLevel(me.Actor, ConversationId.Of(id), NoticeLevel.None),
                "describe" => await Room.Describe(me.Actor),
                "create" => await me.Creates(id),
                "leave" => await me.Leaves(id),
                "send" => await me.Says("hello", conversation: ConversationId.Of(id)),
                "edit" => await Chat.Edit(me.Actor, messages[what], "other"),
                "react" => await Chat.React(me.Actor, messages["member"], "👍", true),
                "type" => await Chat.Typing(me.Actor),
                "invite" => await Invites(),
                "list" when what == "members" => await Room.ListMembers(me.Actor, 0),
                "list" when what == "bans" => await Room.ListBans(me.Actor),
                "list" => await Chat.ReadActs(me.Actor, null),
                "rename" => await Room.Change(me.Actor, new RoomChange("Other", "")),
                "hand" => await Room.HandOver(me.Actor, others["member"].Actor.User),
                "delete" when what == "room" => await Room.Delete(me.Actor),
                "delete" => await Chat.Delete(me.Actor, messages[what]),
                "name" => await Moderates(ModerationKind.NameModerator, "member"),
                "dismiss" => await Moderates(ModerationKind.DismissModerator, "moderator"),
                _ => await Moderates(Enum.Parse<ModerationKind>(verb, ignoreCase: true), what),
            };
        }

        private async Task<Result<Done>> Invites()
        {
            var newcomer = await Guest.Enter(grains, "newcomer");
            await newcomer.Attach();
            return await Room.Invite(me.Actor, newcomer.Actor.User);
        }

        // The owner has no second one to act against but themselves.
        private Task<Result<Done>> Moderates(ModerationKind kind, string whom) =>
            Room.Moderate(me.Actor, new Moderation(kind, others[whom].Actor.User));
    }
}
