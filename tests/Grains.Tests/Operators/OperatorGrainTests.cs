using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Operators;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Rooms;

namespace ChatMux.Grains.Tests.Operators;

public sealed class OperatorGrainTests(ClusterFixture cluster)
{
    // One for each test: the product has one, and these would be in each other's way.
    private readonly IOperatorGrain _operator = cluster.Grains.GetGrain<IOperatorGrain>(HexId.New<UserId>().Value);

    private async Task<Guest> Identity(string name)
    {
        var person = await Guest.Enter(cluster.Grains, name);
        await person.User.BecomeIdentity(new IdentityProfile(name, null, null, null));
        return person;
    }

    private async Task<Guest> Operator()
    {
        var code = await _operator.NewCode();
        var ada = await Identity("Ada");
        Assert.True((await _operator.Become(ada.Actor, code!)).Value?.Operator);
        return ada;
    }

    [Fact]
    public async Task The_first_identity_with_the_code_is_the_operator_and_the_only_one()
    {
        var code = (await _operator.NewCode())!;
        Assert.Matches("^[A-Z0-9]{5}(-[A-Z0-9]{5}){3}$", code);
        var (ada, bob, guest) = (await Identity("Ada"), await Identity("Bob"), await Guest.Enter(cluster.Grains, "Guest"));
        Assert.True((await _operator.View(bob.Actor)).Value!.Unclaimed);
        Assert.Equal(RefusalCode.IdentityNeeded, (await _operator.Become(guest.Actor, code)).Refusal?.Code);
        Assert.Equal(RefusalCode.WrongOperatorCode, (await _operator.Become(bob.Actor, code[..^1] + "?")).Refusal?.Code);
        // As people type it.
        var typed = $" {code.ToLowerInvariant().Replace("-", "", StringComparison.Ordinal)} ";
        Assert.Equal((true, false), (await _operator.Become(ada.Actor, typed)).Value is { } view ? (view.Operator, view.Unclaimed) : default);
        Assert.Equal(RefusalCode.WrongOperatorCode, (await _operator.Become(bob.Actor, code)).Refusal?.Code);
        Assert.Equal((false, false), (await _operator.View(bob.Actor)).Value is { } his ? (his.Operator, his.Unclaimed) : default);
        Assert.True(await _operator.IsOperator(ada.Actor.User));
        Assert.Null(await _operator.NewCode());
    }

    [Fact]
    public async Task A_new_start_makes_the_old_code_void()
    {
        var old = (await _operator.NewCode())!;
        await _operator.NewCode();
        Assert.Equal(RefusalCode.WrongOperatorCode, (await _operator.Become((await Identity("Ada")).Actor, old)).Refusal?.Code);
    }

    [Fact]
    public async Task Somebody_elses_guesses_do_not_keep_the_host_from_becoming_the_operator()
    {
        var code = (await _operator.NewCode())!;
        var (eve, host) = (await Identity("Eve"), await Identity("Host"));
        for (var i = 0; i < 100; i++)
            Assert.Equal(RefusalCode.WrongOperatorCode, (await _operator.Become(eve.Actor, $"{i}")).Refusal?.Code);
        Assert.True((await _operator.Become(host.Actor, code)).Value?.Operator);
    }

    [Fact]
    public async Task Nobody_else_does_what_the_operator_does()
    {
        await Operator();
        var (eve, bob) = (await Identity("Eve"), await Identity("Bob"));
        Assert.Equal(RefusalCode.NotFound, (await _operator.SetPolicy(eve.Actor, new Policy(false, false))).Refusal?.Code);
        Assert.Equal(RefusalCode.NotFound, (await _operator.RemoveUser(eve.Actor, bob.Actor.User, true)).Refusal?.Code);
        Assert.Equal(RefusalCode.NotFound, (await _operator.Find(eve.Actor, (await bob.User.GetProfile()).Value!.Handle!)).Refusal?.Code);
        Assert.Equal(new Policy(true, true), await _operator.GetPolicy());
        Assert.NotNull((await bob.User.GetProfile()).Value);
    }

    [Fact]
    public async Task The_operator_finds_and_removes_anybody_but_themselves()
    {
        var (ada, bob) = (await Operator(), await Identity("Bob"));
        await bob.Attach();
        var handle = (await bob.User.GetProfile()).Value!.Handle!;
        Assert.Equal(bob.Actor.User, (await _operator.Find(ada.Actor, handle)).Value?.Id);
        Assert.Equal(RefusalCode.NotFound, (await _operator.RemoveUser(ada.Actor, ada.Actor.User, false)).Refusal?.Code);
        Assert.NotNull((await _operator.RemoveUser(ada.Actor, bob.Actor.User, false)).Value);
        await bob.Front.Sees<SessionEnded>(e => e.Reason == SessionEndReason.AccountRemoved);
        Assert.Equal(RefusalCode.NotFound, (await _operator.Find(ada.Actor, handle)).Refusal?.Code);
        Assert.Equal(RefusalCode.NotFound, (await _operator.RemoveUser(ada.Actor, bob.Actor.User, false)).Refusal?.Code);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_room_that_is_removed_is_no_more_for_anybody(bool withMessages)
    {
        var (ada, bob, eve) = (await Operator(), await Identity("Bob"), await Identity("Eve"));
        var room = HexId.New<RoomId>();
        var chat = ConversationId.Of(room);
        await bob.Creates(room, "Den");
        await bob.Attach();
        await eve.Joins(room);
        Assert.NotNull((await bob.Says("a plan", conversation: chat)).Value);
        Assert.Equal(RefusalCode.NotFound, (await _operator.RemoveRoom(eve.Actor, room, withMessages)).Refusal?.Code);
        Assert.Equal(RefusalCode.NotFound, (await _operator.RemoveRoom(ada.Actor, RoomDirectoryGrain.General, withMessages)).Refusal?.Code);
        Assert.Equal(RefusalCode.NotFound, (await _operator.RemoveRoom(ada.Actor, HexId.New<RoomId>(), withMessages)).Refusal?.Code);
        for (var twice = 0; twice < 2; twice++)
            Assert.NotNull((await _operator.RemoveRoom(ada.Actor, room, withMessages)).Value);

        await bob.Front.Sees<ConversationLeft>(e => e.Conversation == chat);
        Assert.Equal(RefusalCode.NotFound, (await bob.Says("another plan", conversation: chat)).Refusal?.Code);
        Assert.Equal(RefusalCode.NotFound, (await eve.Joins(room)).Refusal?.Code);
        Assert.Equal(RefusalCode.NotFound, (await bob.Creates(room, "Den")).Refusal?.Code);
        Assert.DoesNotContain((await bob.Inbox.Open(bob.Actor)).Value!.Conversations, c => c.Conversation == chat);
        Assert.DoesNotContain(await cluster.Grains.GetGrain<IRoomDirectoryGrain>(IRoomDirectoryGrain.Key).List(), r => r.Id == room);
        Assert.Equal(withMessages, (await cluster.Log.ReadAfter(chat, 0, 10))[0].Body.IsEmpty);
    }

    [Fact]
    public async Task A_place_whose_operator_has_left_takes_a_new_one()
    {
        var ada = await Operator();
        await cluster.Grains.GetGrain<IRemovalGrain>(ada.Actor.User.Value).Remove(withMessages: false);
        var code = await _operator.NewCode();
        var bob = await Identity("Bob");
        Assert.True((await _operator.Become(bob.Actor, code!)).Value?.Operator);
    }
}
