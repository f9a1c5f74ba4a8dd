using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Tests.Messages;

public sealed class MentionTests(ClusterFixture fixture)
{
    private static int _count;

    private readonly IGrainFactory _grains = fixture.Grains;
    private readonly RoomId _room = HexId.New<RoomId>();

    private ConversationId Chat => ConversationId.Of(_room);

    private IConversationGrain Conversation => _grains.GetGrain<IConversationGrain>(Chat.Value);

    /// <summary>Somebody with a handle.</summary>
    private async Task<(Guest Person, string Handle)> Identity(string name)
    {
        var person = await Guest.Enter(_grains, name);
        var handle = $"m_{name.ToLowerInvariant()}_{(char)('a' + Interlocked.Increment(ref _count))}";
        return (person, (await person.User.BecomeIdentity(new IdentityProfile(name, null, handle, null))).Value!.Handle!);
    }

    private async Task<InboxConversation> Inbox(Guest who) =>
        (await who.Inbox.Open(who.Actor)).Value!.Conversations.Single(c => c.Conversation == Chat);

    private async Task<(int Unread, int Mentions)> Counts(Guest who) => await Inbox(who) is var inbox ? (inbox.Unread, inbox.Mentions) : default;

    private async Task<long> Says(Guest who, string text) => (await who.Says(text, conversation: Chat)).Value!.Sequence;

    private async Task<(Guest Ada, Guest Bo, string BoHandle, Guest Cy)> RoomOfThree()
    {
        var (ada, _) = await Identity("Ada");
        var (bo, handle) = await Identity("Bo");
        var cy = await Guest.Enter(_grains, "Cy");
        await ada.Creates(_room);
        await bo.Joins(_room);
        await cy.Joins(_room);
        return (ada, bo, handle, cy);
    }

    [Fact]
    public async Task Who_is_called_by_handle_counts_it_and_nobody_else()
    {
        var (ada, bo, handle, cy) = await RoomOfThree();
        await Says(ada, "hello");
        await Says(ada, $"tea, @{handle.ToUpperInvariant()}?");
        Assert.Equal((2, 1), await Counts(bo));
        Assert.Equal((2, 0), await Counts(cy));
        Assert.Equal((0, 0), await Counts(ada) with { Unread = 0 });
        var read = (await bo.Inbox.MarkRead(bo.Actor, Chat, long.MaxValue)).Value!;
        Assert.Equal((0, 0), (read.Unread, read.Mentions));
    }

    [Fact]
    public async Task Everybody_but_the_author_is_called_by_here()
    {
        var (ada, bo, handle, cy) = await RoomOfThree();
        await Says(ada, $"@here and @{handle}, twice @here");
        Assert.Equal((1, 1), await Counts(bo));
        Assert.Equal((1, 1), await Counts(cy));
        Assert.Equal(0, (await Counts(ada)).Mentions);
    }

    [Fact]
    public async Task Only_members_are_called_and_the_message_says_who_is()
    {
        var (ada, bo, handle, _) = await RoomOfThree();
        var (outsider, stranger) = await Identity("Outsider");
        await Conversation.Subscribe(bo.Front.Id, bo.Front.Reference);
        var id = HexId.New<MessageId>();
        var text = $"@{stranger} @{handle} @nobody_at_all";
        var receipt = (await ada.Says(text, id, Chat)).Value!;
        Mention[] called = [new Mention(handle, bo.Actor.User)];
        Assert.Equal(called, receipt.Mentions);
        Assert.Equal(called, (await bo.Front.Sees<MessagePosted>()).Message.Mentions);
        await ClusterFixture.Deactivate(Conversation);
        Assert.Equal(called, (await ada.Says(text, id, Chat)).Value!.Mentions);
        Assert.Equal(called, (await Conversation.Read(bo.Actor, new PageRequest(null, null, 10))).Value!.Messages.Single().Mentions);
        await outsider.Joins(_room);
        Assert.Equal((0, 0), await Counts(outsider));
    }

    [Fact]
    public async Task Whoever_writes_their_own_handle_calls_nobody()
    {
        var (_, bo, handle, _) = await RoomOfThree();
        await Says(bo, $"I am @{handle}");
        Assert.Equal(0, (await Counts(bo)).Mentions);
    }

    [Fact]
    public async Task An_edit_calls_others_and_says_whom_it_called_before()
    {
        var (ada, bo, handle, cy) = await RoomOfThree();
        await Conversation.Subscribe(bo.Front.Id, bo.Front.Reference);
        var message = await Says(ada, "hello");
        await Conversation.Edit(ada.Actor, message, $"hello @{handle}");
        Assert.Equal((1, 1), await Counts(bo));
        await Conversation.Edit(ada.Actor, message, "hello @here");
        Assert.Equal([(1, 1), (1, 1)], [await Counts(bo), await Counts(cy)]);
        await Conversation.Edit(ada.Actor, message, "hello all");
        Assert.Equal([(1, 0), (1, 0)], [await Counts(bo), await Counts(cy)]);
        var told = new List<string>();
        foreach (var sequence in new[] { message + 1, message + 2, message + 3 })
        {
            var change = (await bo.Front.Sees<MessageChanged>(c => c.Change.Sequence == sequence)).Change;
            told.Add($"{string.Join(',', change.Before.Select(m => m.Name))}>{string.Join(',', change.Mentions.Select(m => m.Name))}");
        }
        Assert.Equal([$">{handle}", $"{handle}>here", "here>"], told);
        var page = (await Conversation.Read(bo.Actor, new PageRequest(null, message, 10))).Value!;
        Assert.Equal([1, 1, 0], page.Changes.Select(c => c.Mentions.Count));
        Assert.All(page.Changes, change => Assert.Empty(change.Before));
    }

    [Fact]
    public async Task A_deleted_message_calls_nobody()
    {
        var (ada, bo, handle, _) = await RoomOfThree();
        var message = await Says(ada, $"psst @{handle}");
        await Conversation.Delete(ada.Actor, message);
        Assert.Equal((1, 0), await Counts(bo));
        Assert.Empty((await Conversation.Read(bo.Actor, new PageRequest(null, null, 10))).Value!.Messages.Single().Mentions);
        Assert.DoesNotContain((await Conversation.Read(bo.Actor, new PageRequest(null, 0, 10))).Value!.Changes, c => c.Mentions.Count > 0);
    }

    [Fact]
    public async Task A_message_that_a_moderator_deleted_calls_nobody_and_acts_never_do()
    {
        var (ada, bo, handle, cy) = await RoomOfThree();
        await Conversation.Subscribe(bo.Front.Id, bo.Front.Reference);
        var named = new Moderation(ModerationKind.NameModerator, cy.Actor.User, null);
        Assert.NotNull((await _grains.GetGrain<IRoomGrain>(_room.Value).Moderate(ada.Actor, named)).Value);
        await bo.Front.Sees<MessagePosted>(m => m.Message.Act is not null);
        Assert.Equal([(0, 0), (0, 0)], [await Counts(bo), await Counts(cy)]);
        var message = await Says(bo, $"I, @{handle}, am @here");
        Assert.Equal([(1, 1), (1, 1)], [await Counts(ada), await Counts(cy)]);
        Assert.NotNull((await Conversation.Delete(cy.Actor, message)).Value);
        Assert.Equal([(1, 0), (1, 0)], [await Counts(ada), await Counts(cy)]);
        var change = (await bo.Front.Sees<MessageChanged>()).Change;
        Assert.Equal((true, bo.Actor.User, cy.Actor.User), (change.ByModerator, change.Author, change.By));
        Assert.Equal([handle, "here"], change.Before.Select(m => m.Name));
        Assert.Empty((await Conversation.Read(bo.Actor, new PageRequest(null, null, 1))).Value!.Messages.Single().Mentions);
    }

    [Fact]
    public async Task An_answer_calls_others_and_a_repeat_of_it_says_whom()
    {
        var (ada, bo, handle, _) = await RoomOfThree();
        var message = await Says(ada, "tea?");
        var id = HexId.New<MessageId>();
        Mention[] called = [new Mention(handle, bo.Actor.User)];
        var answer = await Conversation.Post(ada.Actor, id, $"for @{handle}", message);
        Assert.Equal(called, answer.Value!.Mentions);
        Assert.Equal((2, 1), await Counts(bo));
        await Conversation.Delete(ada.Actor, message);
        await ClusterFixture.Deactivate(Conversation);
        var again = await Conversation.Post(ada.Actor, id, $"for @{handle}", message);
        Assert.Equal(answer.Value.Sequence, again.Value!.Sequence);
        Assert.Equal(called, again.Value.Mentions);
        Assert.Equal((2, 1), await Counts(bo));
    }

    [Fact]
    public async Task Who_is_muted_calls_nobody()
    {
        var (ada, bo, handle, cy) = await RoomOfThree();
        var message = await Says(cy, "hello");
        var muted = new Moderation(ModerationKind.Mute, cy.Actor.User, null);
        Assert.NotNull((await _grains.GetGrain<IRoomGrain>(_room.Value).Moderate(ada.Actor, muted)).Value);
        Assert.Equal(RefusalCode.Muted, (await cy.Says($"@{handle}", conversation: Chat)).Refusal?.Code);
        Assert.Equal(RefusalCode.Muted, (await Conversation.Edit(cy.Actor, message, $"hello @{handle}")).Refusal?.Code);
        Assert.Equal((1, 0), await Counts(bo));
    }

    [Fact]
    public async Task What_was_called_for_before_joining_does_not_count()
    {
        var (ada, _, _, _) = await RoomOfThree();
        await Says(ada, "@here");
        var late = await Guest.Enter(_grains, "Late");
        await late.Joins(_room);
        Assert.Equal((0, 0), await Counts(late));
    }
}
