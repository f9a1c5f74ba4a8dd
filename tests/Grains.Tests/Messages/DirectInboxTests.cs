using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Friends;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Keys;
using ChatMux.Grains.Tests.Friends;

namespace ChatMux.Grains.Tests.Messages;

/// <summary>Conversations of two in the inbox, and what becomes of them with an account.</summary>
public sealed class DirectInboxTests(ClusterFixture cluster)
{
    [Fact]
    public async Task Both_find_it_from_its_first_entry_on_also_whoever_is_away()
    {
        var (ada, bo) = (await Person.Enter(cluster, "Ada"), await Person.Away(cluster, "Bo"));
        await ada.Must(FriendAct.Request, bo);
        await bo.Must(FriendAct.Accept, ada);
        var talk = await TestTalk.Of(cluster, ada, bo);
        await talk.Begins(ada);
        foreach (var one in new[] { ada, bo })
            Assert.Null(await talk.Lists(one));
        await talk.Says(ada);
        for (var time = 0; time < 2; time++)
        {
            var (own, theirs) = ((await talk.Lists(ada))!, (await talk.Lists(bo))!);
            Assert.Equal((talk.Id, "Bo", 1L, 0L, 0), (own.Conversation, own.With.Name, own.Head, own.ReadUpTo, own.Unread));
            Assert.Equal((talk.Id, "Ada", 1L, 0L, 1), (theirs.Conversation, theirs.With.Name, theirs.Head, theirs.ReadUpTo, theirs.Unread));
            await ClusterFixture.Deactivate(ada.Tab.Inbox);
            await ClusterFixture.Deactivate(bo.Tab.Inbox);
        }
        Assert.DoesNotContain(talk.Id, await bo.Tab.Inbox.GetConversations());
        Assert.Equal([ada.Id], await bo.Tab.Inbox.GetDirects());
    }

    [Fact]
    public async Task Messages_of_the_other_count_and_neither_changes_nor_ones_own()
    {
        var talk = await TestTalk.Enter(cluster);
        foreach (var type in new[] { EnvelopeType.Message, EnvelopeType.Change, EnvelopeType.Message, EnvelopeType.Change })
            await talk.Says(talk.Ada, type);
        await talk.Says(talk.Bo);
        Assert.Equal((5, 2), (await talk.Lists(talk.Bo)) is { } theirs ? (theirs.Head, theirs.Unread) : default);
        Assert.Equal(1, (await talk.Lists(talk.Ada))!.Unread);
        await talk.Bo.Must(FriendAct.Block, talk.Ada);
        Assert.Equal(0, (await talk.Lists(talk.Bo))!.Unread);
        Assert.Equal(1, (await talk.Lists(talk.Ada))!.Unread);
    }

    [Fact]
    public async Task It_is_read_and_marked_as_unread_and_silenced_like_any_other()
    {
        var talk = await TestTalk.Enter(cluster);
        var (inbox, actor) = (talk.Bo.Tab.Inbox, talk.Bo.Actor);
        for (var i = 0; i < 3; i++)
            await talk.Says(talk.Ada);
        var other = talk.Bo.Tab.OtherTab();
        await other.Attach();
        Assert.Equal((2, 1, 3), (await inbox.MarkRead(actor, talk.Id, 2, 0)).Value is { } read ? (read.ReadUpTo, read.Unread, read.Head) : default);
        Assert.Equal(2, (await other.Front.Sees<ReadMoved>()).Position.ReadUpTo);
        Assert.Equal(2, (await inbox.MarkRead(actor, talk.Id, 1, 0)).Value!.ReadUpTo);
        Assert.Equal(3, (await inbox.MarkRead(actor, talk.Id, long.MaxValue, 0)).Value!.ReadUpTo);
        Assert.Equal((1, 2, 1), (await inbox.MarkUnread(actor, talk.Id, 2, 0)).Value is { } back ? (back.ReadUpTo, back.Unread, back.Rewinds) : default);
        Assert.Equal(1, (await inbox.MarkRead(actor, talk.Id, 3, 0)).Value!.ReadUpTo);
        Assert.NotNull((await inbox.SetNoticeLevel(actor, talk.Id, NoticeLevel.None)).Value);
        Assert.Equal(NoticeLevel.None, (await other.Front.Sees<NoticeLevelChanged>()).Level);
        await ClusterFixture.Deactivate(inbox);
        var held = (await talk.Lists(talk.Bo))!;
        Assert.Equal((1, 2, 1, NoticeLevel.None), (held.ReadUpTo, held.Unread, held.Rewinds, held.Level));
        // It is theirs alone.
        var eve = await Person.Away(cluster, "Eve");
        Assert.Equal(RefusalCode.NotFound, (await eve.Tab.Inbox.MarkRead(eve.Actor, talk.Id, 1, 0)).Refusal?.Code);
        Assert.Equal(RefusalCode.NotFound, (await inbox.MarkRead(eve.Actor, talk.Id, 1, 0)).Refusal?.Code);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_account_that_goes_takes_its_messages_along_or_not_and_leaves_what_is_checked_by_its_devices(bool withMessages)
    {
        var talk = await TestTalk.Enter(cluster);
        await talk.Says(talk.Ada);
        await talk.Says(talk.Bo);
        await cluster.Grains.GetGrain<IRemovalGrain>(talk.Ada.Id.Value).Remove(withMessages);
        await Until.Holds(async () => (await talk.Post(talk.Bo, talk.By(talk.Bo).Seal())).Refusal?.Code == RefusalCode.NotFriends);
        if (withMessages)
            Assert.Equal(talk.Ada.Id, (await talk.Bo.Front.Sees<DirectErased>()).Author);
        var page = (await talk.Grain.Read(talk.As(talk.Bo), new PageRequest(null, null, 10))).Value!;
        Assert.Equal(withMessages, page.Entries[0].Envelope.Length == 0);
        Assert.Equal(384, page.Entries[1].Envelope.Length);
        var chain = (await talk.ChainOf(talk.Ada).GetChain(talk.Bo.Actor)).Value!.Entries;
        // Also when nothing of hers stays: the records of the keys for what Bo wrote are signed by her as well.
        Assert.Equal([talk.EntryOf(talk.Ada)], chain);
        Assert.Equal((talk.Ada.Id, ""), (await talk.Lists(talk.Bo)) is { } left ? (left.With.Id, left.With.Name) : default);
        Assert.NotNull((await talk.Grain.Read(talk.As(talk.Ada), new PageRequest(null, null, 10))).Refusal);
    }

    [Fact]
    public async Task Nothing_is_erased_of_somebody_who_is_still_called_a_friend()
    {
        var talk = await TestTalk.Enter(cluster);
        await talk.Says(talk.Ada);
        await cluster.Grains.GetGrain<IRemovalGrain>(talk.Ada.Id.Value).Remove(withMessages: true);
        await talk.Bo.Front.Sees<DirectErased>();
        var told = talk.Bo.Front.All<ServerEvent>().ToList();
        var apart = told.FindIndex(e => e is FriendshipChanged { Entry.View: { Relation: FriendRelation.None } view } && view.With == talk.Ada.Id);
        Assert.InRange(apart, 0, told.FindIndex(e => e is DirectErased) - 1);
    }

    [Fact]
    public async Task An_export_says_with_whom_and_nothing_of_what_is_sealed()
    {
        var talk = await TestTalk.Enter(cluster);
        await talk.Says(talk.Ada);
        var inbox = talk.Ada.Tab.Inbox;
        await inbox.Open(talk.Ada.Actor);
        var export = cluster.Grains.GetGrain<IExportGrain>(talk.Ada.Id.Value);
        await cluster.Grains.GetGrain<Interfaces.Sessions.IWaysInGrain>(talk.Ada.Id.Value)
            .SignedIn(new Interfaces.Sessions.WayIn(new Interfaces.Sessions.Login(Interfaces.Sessions.LoginKind.GitHub, talk.Ada.Id.Value), "GitHub"));
        var account = (await export.Export(talk.Ada.Actor)).Value!;
        Assert.Equal([talk.Bo.Id], account.Directs);
        Assert.DoesNotContain(talk.Id, account.Conversations);
        Assert.Equal(RefusalCode.NotFound, (await export.ExportMessages(talk.Ada.Actor, talk.Id, 0)).Refusal?.Code);
    }
}
