using System.Collections.Concurrent;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Friends;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Tests.Friends;

namespace ChatMux.Grains.Tests.Messages;

/// <summary>What happens at once in a conversation of two: one order, each entry told once, and an end that is one.</summary>
public sealed class DirectOrderTests(ClusterFixture cluster) : IDisposable
{
    public void Dispose()
    {
        cluster.OnCall = null;
        cluster.OnAnswer = null;
        cluster.Log.Held = null;
        cluster.Log.Turns = 0;
    }

    private static long[] Heard(FakeFront front) => [.. front.All<SealedPosted>().SelectMany(e => e.Entries).Select(e => e.Sequence)];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_many_at_once_each_is_told_once_and_in_order_to_every_browser_of_both(bool lost)
    {
        const int Each = 25;
        var talk = await TestTalk.Enter(cluster);
        var other = talk.Ada.Tab.OtherTab();
        await other.Attach();
        var before = cluster.Log.Appends;
        var (held, come, arrived) = (new TaskCompletionSource(), new TaskCompletionSource(), 0);
        cluster.Log.Held = held;
        cluster.Log.Turns = 20;
        cluster.OnCall = call =>
        {
            if (call.MethodName == nameof(IDirectConversationGrain.Post) && Interlocked.Increment(ref arrived) == 2 * Each)
                come.SetResult();
            return Task.CompletedTask;
        };
        var receipts = new ConcurrentDictionary<long, byte[]>();
        async Task Post(Person person)
        {
            var envelope = talk.By(person).Seal();
            Result<SendReceipt> answer;
            // As a browser does, with the same bytes.
            while ((answer = await talk.Post(person, envelope)).Refusal?.Code == RefusalCode.Unavailable)
                await Task.Yield();
            Assert.True(receipts.TryAdd(answer.Value!.Sequence, envelope));
        }
        var posts = Enumerable.Range(0, Each).SelectMany(_ => new[] { Post(talk.Ada), Post(talk.Bo) }).ToArray();
        // Behind the first one, which is on its way to the disk, the others wait.
        await come.Task.WaitAsync(TestContext.Current.CancellationToken);
        var losing = lost ? ClusterFixture.Deactivate(talk.Grain) : Task.CompletedTask;
        cluster.Log.Held = null;
        held.SetResult();
        await losing;
        await Task.WhenAll(posts);
        Assert.Equal(Enumerable.Range(1, 2 * Each).Select(i => (long)i), receipts.Keys.Order());
        Assert.All(await talk.Log(), entry => Assert.Equal(receipts[entry.Sequence], entry.Body.ToArray()));
        Assert.InRange(cluster.Log.Appends - before, 1, 2 * Each - 1);
        foreach (var front in new[] { talk.Ada.Front, other.Front, talk.Bo.Front })
        {
            await Until.Holds(() => Task.FromResult(Heard(front).Length >= 2 * Each));
            Assert.Equal(receipts.Keys.Order(), Heard(front));
            Assert.All(front.All<SealedPosted>().SelectMany(e => e.Entries), entry => Assert.Equal(receipts[entry.Sequence], entry.Envelope));
        }
    }

    [Fact]
    public async Task A_browser_that_cannot_be_told_delays_nobody_and_hears_of_it_later()
    {
        var talk = await TestTalk.Enter(cluster);
        var (bo, fails) = (talk.Bo.Tab.User.GetGrainId(), true);
        cluster.OnAnswer = call => call.MethodName == nameof(IUserGrain.GetSockets) && call.TargetId == bo && fails
            ? throw new TimeoutException() : Task.CompletedTask;
        for (var i = 1; i <= 5; i++)
            Assert.Equal(i, (await talk.Says(talk.Ada)).Receipt.Sequence);
        await talk.Ada.Front.Sees<SealedPosted>(e => e.Entries[^1].Sequence == 5);
        fails = false;
        for (var second = 0; second < 20 && !Heard(talk.Bo.Front).Contains(5); second++)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken); // what failed, and what the clock set off, is heard of in the pool
            cluster.Time.Advance(TimeSpan.FromSeconds(1));
        }
        await talk.Bo.Front.Sees<SealedPosted>(e => e.Entries[^1].Sequence == 5);
        // What seemed to fail may have arrived, and the numbers tell which it was.
        Assert.Equal([1, 2, 3, 4, 5], Heard(talk.Bo.Front).Distinct());
        Assert.Equal([1, 2, 3, 4, 5], Heard(talk.Ada.Front));
    }

    [Fact]
    public async Task Whoever_never_came_is_told_nothing_and_keeps_nobody()
    {
        var (ada, bo) = (await Person.Enter(cluster, "Ada"), await Person.Away(cluster, "Bo"));
        await ada.Must(FriendAct.Request, bo);
        await bo.Must(FriendAct.Accept, ada);
        var talk = await TestTalk.Of(cluster, ada, bo);
        await talk.Begins(ada);
        await talk.Says(ada);
        await ada.Front.Sees<SealedPosted>();
        Assert.Equal(1, (await talk.Lists(bo))!.Unread);
    }

    [Theory]
    [InlineData(FriendAct.Unfriend)]
    [InlineData(FriendAct.Block)]
    public async Task What_was_taken_before_an_end_is_on_disk_and_nothing_is_taken_after_it(FriendAct end)
    {
        var talk = await TestTalk.Enter(cluster);
        cluster.Log.Turns = 20;
        var (receipts, ended) = (new ConcurrentBag<long>(), false);
        async Task Write(Person person)
        {
            for (var refused = false; !refused;)
            {
                var began = Volatile.Read(ref ended);
                var answer = await talk.Post(person, talk.By(person).Seal());
                if (answer.Value is { } receipt)
                {
                    Assert.False(began, "it was taken after the end");
                    receipts.Add(receipt.Sequence);
                }
                refused = answer.Refusal?.Code is RefusalCode.NotFriends or RefusalCode.TooFast;
            }
        }
        var writers = new[] { talk.Ada, talk.Bo, talk.Ada, talk.Bo }.Select(Write).ToArray();
        await Until.Holds(() => Task.FromResult(receipts.Count >= 5));
        await talk.Bo.Must(end, talk.Ada);
        Volatile.Write(ref ended, true);
        var onDisk = (await talk.Log()).Count;
        await Task.WhenAll(writers);
        Assert.Equal(onDisk, (await talk.Log()).Count);
        Assert.Equal(Enumerable.Range(1, onDisk).Select(i => (long)i), receipts.Order());
        Assert.Equal(RefusalCode.NotFriends, (await talk.Post(talk.Ada, talk.By(talk.Ada).Seal())).Refusal?.Code);
    }

    [Fact]
    public async Task An_end_while_the_inboxes_are_told_is_one()
    {
        var (talk, ends) = (await TestTalk.Enter(cluster), 0);
        cluster.OnAnswer = async call =>
        {
            if (call.MethodName == nameof(IInboxGrain.NoteDirect) && Interlocked.Increment(ref ends) == 1)
                await talk.Bo.Must(FriendAct.Unfriend, talk.Ada);
        };
        Assert.Equal(RefusalCode.NotFriends, (await talk.Post(talk.Ada, talk.By(talk.Ada).Seal())).Refusal?.Code);
        Assert.Equal(2, ends);
        Assert.Empty(await talk.Log());
    }

    [Fact]
    public async Task An_epoch_that_begins_while_the_author_is_being_admitted_counts()
    {
        var talk = await TestTalk.Enter(cluster);
        var (own, other) = (talk.By(talk.Ada), talk.NextEpoch(talk.Bo));
        cluster.OnAnswer = async call =>
        {
            if (call.MethodName != nameof(IUserGrain.AdmitMessage))
                return;
            cluster.OnAnswer = null;
            Assert.Null(await talk.TriesToBegin(talk.Bo, other));
        };
        Assert.Equal(RefusalCode.StaleEpoch, (await talk.Post(talk.Ada, own.Seal())).Refusal?.Code);
        Assert.Empty(await talk.Log());
    }

    [Fact]
    public async Task An_end_waits_for_what_is_being_written()
    {
        var talk = await TestTalk.Enter(cluster);
        await talk.Says(talk.Ada);
        var (held, writing, ending) = (new TaskCompletionSource(), new TaskCompletionSource(), new TaskCompletionSource());
        cluster.Log.OnHeld = () => writing.TrySetResult();
        cluster.OnCall = call =>
        {
            if (call.MethodName == nameof(IDirectConversationGrain.FriendshipChanged))
                ending.TrySetResult();
            return Task.CompletedTask;
        };
        cluster.Log.Held = held;
        Task<Result<SendReceipt>> post;
        Task<bool> ended;
        try
        {
            post = talk.Post(talk.Ada, talk.By(talk.Ada).Seal());
            await writing.Task.WaitAsync(TestContext.Current.CancellationToken);
            ended = Ends();
            await ending.Task.WaitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(RefusalCode.NotFriends, (await talk.Post(talk.Bo, talk.By(talk.Bo).Seal())).Refusal?.Code);
        }
        finally
        {
            cluster.OnCall = null;
            cluster.Log.Held = null;
            cluster.Log.OnHeld = null;
            held.SetResult();
        }
        Assert.Equal(2, (await post).Value!.Sequence);
        Assert.True(await ended, "the end came before what was being written");
        Assert.Equal(2, (await talk.Log()).Count);

        async Task<bool> Ends()
        {
            await talk.Bo.Must(FriendAct.Unfriend, talk.Ada);
            return held.Task.IsCompleted;
        }
    }

    [Fact]
    public async Task An_end_that_the_conversation_did_not_hear_of_is_none_yet_and_is_one_when_it_is_said_again()
    {
        var talk = await TestTalk.Enter(cluster);
        await talk.Says(talk.Ada);
        cluster.OnAnswer = call => call.MethodName == nameof(IDirectConversationGrain.FriendshipChanged) ? throw new TimeoutException() : Task.CompletedTask;
        await Assert.ThrowsAnyAsync<Exception>(() => talk.Bo.Must(FriendAct.Unfriend, talk.Ada));
        cluster.OnAnswer = null;
        var told = 0;
        cluster.OnAnswer = call =>
        {
            told += call.MethodName == nameof(IDirectConversationGrain.FriendshipChanged) ? 1 : 0;
            return Task.CompletedTask;
        };
        await talk.Bo.Must(FriendAct.Unfriend, talk.Ada);
        Assert.Equal(1, told);
        Assert.Equal(RefusalCode.NotFriends, (await talk.Post(talk.Ada, talk.By(talk.Ada).Seal())).Refusal?.Code);
        // What never made friends and unmakes none is nobody's business there.
        await talk.Ada.Must(FriendAct.Request, talk.Bo);
        await talk.Ada.Must(FriendAct.Cancel, talk.Bo);
        await talk.Ada.Must(FriendAct.Unblock, talk.Bo);
        Assert.Equal(1, told);
        await talk.Ada.Must(FriendAct.Request, talk.Bo);
        await talk.Bo.Must(FriendAct.Accept, talk.Ada);
        await talk.Bo.Must(FriendAct.Accept, talk.Ada);
        Assert.Equal(3, told);
        Assert.Equal(2, (await talk.Says(talk.Ada)).Receipt.Sequence);
    }

    [Fact]
    public async Task The_inboxes_have_it_before_the_first_entry_or_there_is_none()
    {
        var talk = await TestTalk.Enter(cluster);
        cluster.FailNextWrite("inbox", talk.Bo.Id.Value);
        var envelope = talk.By(talk.Ada).Seal();
        Assert.Equal(RefusalCode.Unavailable, (await talk.Post(talk.Ada, envelope)).Refusal?.Code);
        Assert.Empty(await talk.Log());
        var noted = 0;
        cluster.OnAnswer = call =>
        {
            if (call.MethodName == nameof(IInboxGrain.NoteDirect))
                Interlocked.Increment(ref noted);
            return Task.CompletedTask;
        };
        // The first ones at once share it.
        var answers = await Task.WhenAll(talk.Post(talk.Ada, envelope), talk.Post(talk.Bo, talk.By(talk.Bo).Seal()), talk.Post(talk.Ada, talk.By(talk.Ada).Seal()));
        Assert.Equal([1, 2, 3], answers.Select(a => a.Value!.Sequence).Order());
        Assert.Equal(2, noted);
        await ClusterFixture.Deactivate(talk.Grain);
        await talk.Says(talk.Ada);
        Assert.Equal(2, noted);
        Assert.NotNull(await talk.Lists(talk.Bo));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task That_the_inboxes_have_it_is_stored_or_tried_again(bool written)
    {
        var talk = await TestTalk.Enter(cluster);
        if (written)
            cluster.LoseAnswerOfNextWrite("directinboxes", talk.Pair.Key);
        else
            cluster.FailNextWrite("directinboxes", talk.Pair.Key);
        var envelope = talk.By(talk.Ada).Seal();
        Assert.Equal(RefusalCode.Unavailable, (await talk.Post(talk.Ada, envelope)).Refusal?.Code);
        Assert.Empty(await talk.Log());
        await Until.Holds(async () => (await talk.Post(talk.Ada, envelope)).Value?.Sequence == 1);
    }
}
