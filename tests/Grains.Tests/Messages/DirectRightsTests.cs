using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Friends;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Keys;
using ChatMux.Grains.Tests.Friends;

namespace ChatMux.Grains.Tests.Messages;

/// <summary>The matrix of rights in a conversation with Bo, in which something was written once where that can be.</summary>
public sealed class DirectRightsTests(ClusterFixture cluster)
{
    /// <summary>Who wants something: a guest, a friend who has proven no device, somebody with an account, who was a friend, a friend, one whom Bo has blocked, a third.</summary>
    public enum Is { Guest, Unproven, Identity, Former, Friend, Blocked, Third }

    private const RefusalCode Fine = (RefusalCode)(-1);
    private const RefusalCode NotFound = RefusalCode.NotFound;
    private const RefusalCode Unproven = RefusalCode.DeviceNotAdded;
    private const RefusalCode NotFriends = RefusalCode.NotFriends;

    public static readonly TheoryData<string, RefusalCode[]> Rows = new()
    {
        { "post", [Unproven, Unproven, NotFriends, NotFriends, Fine, NotFriends, NotFound] },
        { "change", [Unproven, Unproven, NotFriends, NotFriends, Fine, NotFriends, NotFound] },
        { "signal", [Unproven, Unproven, NotFriends, NotFriends, Fine, NotFriends, NotFound] },
        { "begin epoch", [Unproven, Unproven, NotFriends, NotFriends, Fine, NotFriends, NotFound] },
        { "read", [Unproven, Unproven, NotFound, Fine, Fine, Fine, NotFound] },
        { "read changes", [Unproven, Unproven, NotFound, Fine, Fine, Fine, NotFound] },
        { "find time", [Unproven, Unproven, NotFound, Fine, Fine, Fine, NotFound] },
        { "read epochs", [Unproven, Unproven, NotFound, Fine, Fine, Fine, NotFound] },
        { "read chain", [NotFound, Fine, NotFound, Fine, Fine, Fine, NotFound] },
        { "mark read", [NotFound, Fine, NotFound, Fine, Fine, Fine, NotFound] },
        { "mark unread", [NotFound, Fine, NotFound, Fine, Fine, Fine, NotFound] },
        { "silence", [NotFound, Fine, NotFound, Fine, Fine, Fine, NotFound] },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Everybody_may_do_what_they_are_to_Bo(string operation, RefusalCode[] answers)
    {
        foreach (var role in Enum.GetValues<Is>())
        {
            var (talk, me) = await Place(role);
            var refused = (await Does(talk, me, operation)).Refusal?.Code ?? Fine;
            Assert.True(answers[(int)role] == refused, $"{role} wants to {operation}: {refused}");
        }
    }

    private async Task<(TestTalk Talk, Actor Me)> Place(Is role)
    {
        if (role is Is.Guest or Is.Identity)
        {
            var (me, bo) = (role == Is.Guest ? await Person.Guest(cluster, "me") : await Person.Away(cluster, "me"), await Person.Away(cluster, "Bo"));
            if (role == Is.Guest)
                return (new TestTalk(cluster, me, bo), me.Actor);
            var none = await TestTalk.Of(cluster, me, bo);
            return (none, none.As(me));
        }
        var talk = await TestTalk.Enter(cluster);
        await talk.Says(talk.Ada);
        if (role is Is.Former or Is.Blocked)
            await talk.Bo.Must(role == Is.Former ? FriendAct.Unfriend : FriendAct.Block, talk.Ada);
        if (role != Is.Third)
            return (talk, role == Is.Unproven ? talk.Ada.Actor : talk.As(talk.Ada));
        var third = await TestTalk.Of(cluster, await Person.Away(cluster, "me"), await Person.Away(cluster, "nobody"));
        return (talk, third.As(third.Ada));
    }

    private async Task<IRefusable> Does(TestTalk talk, Actor me, string operation)
    {
        // Of whoever has no device it is as good as none.
        byte[] Sealed(EnvelopeType type) => me.User == talk.Ada.Id && me.KeyDevice is not null ? talk.By(talk.Ada, type).Seal() : [];
        var inbox = cluster.Grains.GetGrain<IInboxGrain>(me.User.Value);
        return operation switch
        {
            "post" => await talk.Grain.Post(me, Sealed(EnvelopeType.Message)),
            "change" => await talk.Grain.Post(me, Sealed(EnvelopeType.Change)),
            "signal" => await talk.Grain.Signal(me, Sealed(EnvelopeType.Signal)),
            "begin epoch" => await talk.Grain.BeginEpoch(me, me.User == talk.Ada.Id && me.KeyDevice is not null ? talk.NextEpoch(talk.Ada) : []),
            "read" => await talk.Grain.Read(me, new PageRequest(null, null, 10)),
            "read changes" => await talk.Grain.ReadChanges(me, 0, 10),
            "find time" => await talk.Grain.FindTime(me, 0),
            "read epochs" => await talk.Grain.ReadEpochs(me, 0),
            "read chain" => await talk.ChainOf(talk.Bo).GetChain(me),
            "mark read" => await inbox.MarkRead(me, talk.Id, 1, 0),
            "mark unread" => await inbox.MarkUnread(me, talk.Id, 1, 0),
            _ => await inbox.SetNoticeLevel(me, talk.Id, NoticeLevel.None),
        };
    }
}
