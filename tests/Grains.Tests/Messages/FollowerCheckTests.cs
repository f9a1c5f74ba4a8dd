using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Tests.Messages;

/// <summary>What a conversation tells fronts of who may follow it. The test stands for the room that owns the membership.</summary>
public sealed class FollowerCheckTests(ClusterFixture fixture)
{
    private readonly IGrainFactory _grains = fixture.Grains;
    private readonly IConversationGrain _conversation = fixture.Grains.GetGrain<IConversationGrain>(HexId.New<ConversationId>().Value);
    private readonly FakeFront _front = new(fixture.Grains);

    private Task Belong(long version, params UserId[] members) =>
        _conversation.SetAccess(new ConversationAccess(version, Everyone: false) { Members = [.. members] });

    [Fact]
    public async Task Who_left_is_announced_in_the_order_of_the_messages_and_once()
    {
        var (ada, bo) = (await Guest.Enter(_grains, "Ada"), await Guest.Enter(_grains, "Bo"));
        await Belong(1, ada.Actor.User, bo.Actor.User);
        await _conversation.Subscribe(_front.Id, _front.Reference, 1);
        await _conversation.Post(ada.Actor, HexId.New<MessageId>(), "before");
        await Belong(2, ada.Actor.User);
        await Belong(2, ada.Actor.User);
        await _conversation.Post(ada.Actor, HexId.New<MessageId>(), "after");
        await _front.Sees<MessagePosted>(m => m.Message.Text == "after");
        Assert.Equal(["before", $"{bo.Actor.User} 2", "after"], _front.All<ServerEvent>().Select(e => e switch
        {
            MessagePosted posted => posted.Message.Text,
            MemberLeft left => $"{left.User} {left.Version}",
            _ => e.ToString(),
        }));
    }

    [Fact]
    public async Task Whoever_left_in_a_version_that_never_came_is_announced_with_the_next_one()
    {
        var (ada, bo) = (HexId.New<UserId>(), HexId.New<UserId>());
        await Belong(1, ada, bo);
        await _conversation.Subscribe(_front.Id, _front.Reference, 1);
        await Belong(3, ada, HexId.New<UserId>());
        Assert.Equal(bo, (await _front.Sees<MemberLeft>()).User);
        await Belong(2, bo);
        Assert.Equal([bo], (await _conversation.CheckFollowers([ada, bo])).Refused);
    }

    [Fact]
    public async Task A_front_that_checked_before_somebody_left_gets_no_lease_until_it_has_checked_again()
    {
        var (ada, bo) = (HexId.New<UserId>(), HexId.New<UserId>());
        await Belong(1, ada, bo);
        await Belong(2, ada);
        Assert.True((await _conversation.Subscribe(_front.Id, _front.Reference, 1)).CheckFirst);
        var check = await _conversation.CheckFollowers([ada, bo]);
        Assert.Equal(2, check.Version);
        Assert.Equal([bo], check.Refused);
        var begun = await _conversation.Subscribe(_front.Id, _front.Reference, check.Version);
        Assert.False(begun.CheckFirst);
        // Who joins takes nothing from anybody.
        await Belong(3, ada, bo);
        Assert.True((await _conversation.Subscribe(_front.Id, _front.Reference, check.Version, begun.Lease)).Renewed);
    }

    [Fact]
    public async Task A_conversation_that_was_lost_has_every_front_check()
    {
        var ada = HexId.New<UserId>();
        await Belong(1, ada, HexId.New<UserId>());
        await Belong(2, ada);
        await ClusterFixture.Deactivate(_conversation);
        Assert.True((await _conversation.Subscribe(_front.Id, _front.Reference, 1)).CheckFirst);
        Assert.False((await _conversation.Subscribe(_front.Id, _front.Reference, 2)).CheckFirst);
    }
}
