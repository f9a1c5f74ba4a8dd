using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Keys;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Tests.Keys;
using ChatMux.Grains.Users;

namespace ChatMux.Grains.Tests.Users;

public sealed class RemovalTests(ClusterFixture cluster)
{
    private IRemovalGrain Removal(Guest guest) => cluster.Grains.GetGrain<IRemovalGrain>(guest.Actor.User.Value);

    private IUpkeepGrain Upkeep => cluster.Grains.GetGrain<IUpkeepGrain>(IUpkeepGrain.Key);

    private async Task<(Guest, WayIn)> SignUp(string name)
    {
        var (guest, way) = (await Guest.Enter(cluster.Grains, name), new WayIn(new Login(LoginKind.GitHub, HexId.New<UserId>().Value), "GitHub"));
        await cluster.Grains.GetGrain<ILoginGrain>(way.Login.Key).Claim(guest.Actor.User);
        await guest.User.BecomeIdentity(new IdentityProfile(name, null, null, null));
        await cluster.Grains.GetGrain<IWaysInGrain>(guest.Actor.User.Value).SignedIn(way);
        await guest.Inbox.Open(guest.Actor);
        return (guest, way);
    }

    private async Task<IReadOnlyList<ChatMessage>> MessagesOf(Guest reader, UserId author) =>
        [.. (await cluster.Grains.GetGrain<IConversationGrain>(Guest.General.Value).Read(reader.Actor, new PageRequest(null, null, Limits.PageLength))).Value!
            .Messages.Where(m => m.Author.Id == author)];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task All_that_is_theirs_goes_and_the_messages_if_so_chosen(bool withMessages)
    {
        var (ada, way) = await SignUp("Ada");
        var bob = await Guest.Enter(cluster.Grains, "Bob");
        await ada.Attach();
        await bob.Attach();
        var handle = (await ada.User.GetProfile()).Value!.Handle!;
        var room = HexId.New<RoomId>();
        await ada.Creates(room);
        await bob.Joins(room);
        var sent = (await ada.Says("remember me")).Value!;
        var (chain, device) = (cluster.Grains.GetGrain<IDeviceChainGrain>(ada.Actor.User.Value), new TestDevice());
        var genesis = device.Signs(ada.Actor.User, null, [device], TestDevice.NewPoint());
        Assert.NotNull((await chain.Append(ada.Actor, genesis, TestDevice.KeysOf(genesis))).Value);
        Assert.NotNull((await Removal(ada).RemoveOwn(ada.Actor, withMessages)).Value);

        await ada.Front.Sees<SessionEnded>(e => e.Reason == SessionEndReason.AccountRemoved);
        Assert.Equal(RefusalCode.NotFound, (await ada.User.GetProfile()).Refusal?.Code);
        Assert.Null(await cluster.Grains.GetGrain<ILoginGrain>(way.Login.Key).GetUser());
        Assert.Null(await cluster.Grains.GetGrain<IHandleGrain>(Handle.Skeleton(handle)).GetOwner());
        Assert.Empty(await cluster.Grains.GetGrain<IInboxGrain>(ada.Actor.User.Value).GetConversations());
        Assert.Equal(RefusalCode.NotFound, (await ada.Says("still here?", conversation: ConversationId.Of(room))).Refusal?.Code);
        Assert.Equal(RefusalCode.NotFound, (await ada.Says("still here?")).Refusal?.Code);
        Assert.Equal(RefusalCode.NotFound, (await chain.GetChain(ada.Actor)).Refusal?.Code);
        Assert.Equal(RefusalCode.NotFound, (await chain.Append(ada.Actor, genesis, TestDevice.KeysOf(genesis))).Refusal?.Code);
        var left = Assert.Single(await MessagesOf(bob, ada.Actor.User), m => m.Sequence == sent.Sequence);
        Assert.Equal(withMessages ? ("", "", true) : ("remember me", "Ada", false), (left.Text, left.Author.Name, left.Erased));
        // Others are let be.
        Assert.NotNull((await bob.Says("alone now", conversation: ConversationId.Of(room))).Value);
        // Whoever had the same id would find nothing.
        await ada.User.BecomeIdentity(new IdentityProfile("Another", null, null, null));
        Assert.Empty((await chain.GetChain(ada.Actor)).Value!.Entries);
    }

    [Fact]
    public async Task One_who_reads_sees_erased_messages_go()
    {
        var (ada, _) = await SignUp("Ada");
        var bob = await Guest.Enter(cluster.Grains, "Bob");
        await bob.Attach();
        await cluster.Grains.GetGrain<IConversationGrain>(Guest.General.Value).Subscribe(bob.Front.Id, bob.Front.Reference, 0);
        await ada.Says("remember me");
        await Removal(ada).Remove(withMessages: true);
        await bob.Front.Sees<AuthorErased>(e => e.Author == ada.Actor.User);
    }

    [Fact]
    public async Task Nobody_removes_another_nor_themselves_long_after_signing_in()
    {
        var ((ada, _), (eve, _)) = (await SignUp("Ada"), await SignUp("Eve"));
        Assert.Equal(RefusalCode.NotFound, (await Removal(ada).RemoveOwn(eve.Actor, true)).Refusal?.Code);
        cluster.Time.Advance(IWaysInGrain.FreshFor + TimeSpan.FromSeconds(1));
        Assert.Equal(RefusalCode.FreshSignInNeeded, (await Removal(ada).RemoveOwn(ada.Actor, true)).Refusal?.Code);
        Assert.NotNull((await ada.User.GetProfile()).Value);
    }

    [Fact]
    public async Task A_removal_that_broke_off_is_finished_by_upkeep()
    {
        var (ada, way) = await SignUp("Ada");
        await Upkeep.Sweep();
        cluster.FailNextWrite("login", way.Login.Key);
        await Assert.ThrowsAnyAsync<Exception>(() => Removal(ada).Remove(withMessages: false));
        Assert.NotNull(await cluster.Grains.GetGrain<ILoginGrain>(way.Login.Key).GetUser());
        Assert.Equal(RefusalCode.NotFound, (await ada.Says("in between")).Refusal?.Code);
        cluster.Time.Advance(TimeSpan.FromHours(2));
        await Upkeep.Sweep();
        Assert.Null(await cluster.Grains.GetGrain<ILoginGrain>(way.Login.Key).GetUser());
        Assert.NotNull((await ada.User.GetProfile()).Refusal);
    }

    [Fact]
    public async Task A_guest_who_stays_away_for_a_day_is_gone_and_one_who_comes_back_is_not()
    {
        await Upkeep.Sweep();
        var (ada, bob, identity) = (await Guest.Enter(cluster.Grains, "Ada"), await Guest.Enter(cluster.Grains, "Bob"), (await SignUp("Cy")).Item1);
        async Task Pass(int hours)
        {
            for (var i = 0; i < hours; i++)
            {
                cluster.Time.Advance(TimeSpan.FromHours(1));
                await Upkeep.Sweep();
            }
        }
        await Pass(20);
        await bob.Attach();
        await Pass(4);
        Assert.NotNull((await ada.User.GetProfile()).Value);
        await Pass(3);
        Assert.Equal(RefusalCode.NotFound, (await ada.User.GetProfile()).Refusal?.Code);
        Assert.NotNull((await bob.User.GetProfile()).Value);
        Assert.NotNull((await identity.User.GetProfile()).Value);
        await Pass(20);
        Assert.Equal(RefusalCode.NotFound, (await bob.User.GetProfile()).Refusal?.Code);
        Assert.NotNull((await identity.User.GetProfile()).Value);
    }

    [Fact]
    public async Task A_guest_who_signs_up_while_upkeep_looks_is_not_removed()
    {
        var ada = await Guest.Enter(cluster.Grains, "Ada");
        cluster.Time.Advance(TimeSpan.FromHours(26));
        Assert.True((await ada.User.LookAfter()).Expired);
        // Here she comes back and signs up, before upkeep goes on with what it has just been told.
        await ada.User.BecomeIdentity(new IdentityProfile("Ada", null, null, null));
        await Removal(ada).RemoveExpired();
        Assert.NotNull((await ada.User.GetProfile()).Value);
    }

    [Fact]
    public async Task Whoever_is_removed_enters_no_room_signs_in_by_no_session_and_begins_nothing_anew()
    {
        var ((eve, _), bob) = (await SignUp("Eve"), await Guest.Enter(cluster.Grains, "Bob"));
        var room = HexId.New<RoomId>();
        await bob.Creates(room);
        cluster.FailNextWrite("removal", eve.Actor.User.Value);
        await Assert.ThrowsAnyAsync<Exception>(() => Removal(eve).Remove(withMessages: true));
        await Removal(eve).Remove(withMessages: true);
        // A hub call that was on its way when her socket was closed.
        Assert.Equal(RefusalCode.NotFound, (await eve.Joins(room)).Refusal?.Code);
        Assert.Empty(await eve.Inbox.GetConversations());
        Assert.Equal(RefusalCode.NotSignedIn, (await eve.Session.Use()).Refusal?.Code);
    }

    [Fact]
    public async Task Whoever_wants_the_messages_gone_gets_that_also_when_a_removal_without_was_begun()
    {
        var ((ada, way), bob) = (await SignUp("Ada"), await Guest.Enter(cluster.Grains, "Bob"));
        var sent = (await ada.Says("remember me")).Value!;
        cluster.FailNextWrite("login", way.Login.Key);
        await Assert.ThrowsAnyAsync<Exception>(() => Removal(ada).Remove(withMessages: false));
        Assert.Equal(RefusalCode.NotFound, (await ada.User.BecomeIdentity(new IdentityProfile("Ada", null, null, null))).Refusal?.Code);
        await Removal(ada).Remove(withMessages: true);
        Assert.Equal("", (await MessagesOf(bob, ada.Actor.User)).Single(m => m.Sequence == sent.Sequence).Text);
    }

    [Fact]
    public async Task A_server_that_slept_for_days_catches_up()
    {
        await Upkeep.Sweep();
        var ada = await Guest.Enter(cluster.Grains, "Ada");
        cluster.Time.Advance(TimeSpan.FromDays(5));
        await Upkeep.Sweep();
        Assert.NotNull((await ada.User.GetProfile()).Refusal);
    }

    [Fact]
    public async Task An_export_has_what_one_wrote_and_nothing_of_others()
    {
        var ((ada, _), (eve, _)) = (await SignUp("Ada"), await SignUp("Eve"));
        await ada.Says("mine");
        await eve.Says("hers");
        var export = cluster.Grains.GetGrain<IExportGrain>(ada.Actor.User.Value);
        var account = (await export.Export(ada.Actor)).Value!;
        Assert.Equal(("Ada", 1), (account.Profile.Name, account.WaysIn.Count));
        Assert.Contains(Guest.General, account.Conversations);
        var page = (await export.ExportMessages(ada.Actor, Guest.General, 0)).Value!;
        Assert.Equal(["mine"], page.Messages.Select(m => m.Text));
        Assert.Null((await export.ExportMessages(ada.Actor, Guest.General, page.Last!.Value)).Value!.Last);
        Assert.Equal(RefusalCode.NotFound, (await export.Export(eve.Actor)).Refusal?.Code);
        Assert.Equal(RefusalCode.NotFound, (await export.ExportMessages(eve.Actor, Guest.General, 0)).Refusal?.Code);
        cluster.Time.Advance(IWaysInGrain.FreshFor + TimeSpan.FromSeconds(1));
        Assert.Equal(RefusalCode.FreshSignInNeeded, (await export.Export(ada.Actor)).Refusal?.Code);
    }
}
