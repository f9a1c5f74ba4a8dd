using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Friends;
using ChatMux.Grains.Interfaces.Keys;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Keys;
using ChatMux.Grains.Messages;
using ChatMux.Grains.Tests.Friends;
using ChatMux.Grains.Tests.Keys;

namespace ChatMux.Grains.Tests.Messages;

/// <summary>Somebody removed a device: what it could read is said no more, from the moment on at which the conversations have heard of it.</summary>
public sealed class DirectKeyChangeTests(ClusterFixture cluster) : IDisposable
{
    public void Dispose()
    {
        cluster.OnCall = null;
        cluster.OnAnswer = null;
    }

    private static async Task<RefusalCode?> Tries(TestTalk talk, Person person, EnvelopeType type = EnvelopeType.Message)
    {
        var envelope = talk.By(person, type).Seal();
        return type == EnvelopeType.Signal
            ? (await talk.Grain.Signal(talk.As(person), envelope)).Refusal?.Code
            : (await talk.Post(person, envelope)).Refusal?.Code;
    }

    [Fact]
    public async Task Nothing_goes_out_under_a_key_that_a_removed_device_has_once_the_removal_was_answered()
    {
        var talk = await TestTalk.Enter(cluster);
        await talk.Says(talk.Ada);
        await talk.MovesTo(talk.Bo, new TestDevice());
        foreach (var type in new[] { EnvelopeType.Message, EnvelopeType.Change, EnvelopeType.Signal })
            Assert.Equal(RefusalCode.StaleEpoch, await Tries(talk, talk.Ada, type));
        await talk.Begins(talk.Ada, reason: 1);
        Assert.Equal(2, (await talk.Says(talk.Ada)).Receipt.Sequence);
        Assert.Null(await Tries(talk, talk.Ada, EnvelopeType.Signal));
    }

    [Fact]
    public async Task A_device_that_only_came_is_no_reason()
    {
        var talk = await TestTalk.Enter(cluster);
        await talk.Says(talk.Ada);
        var (laptop, entry) = (talk.DeviceOf(talk.Bo), talk.EntryOf(talk.Bo));
        await talk.Changes(talk.Bo, laptop, laptop.Signs(talk.Bo.Id, entry, [laptop, new TestDevice()], entry[76..141]));
        Assert.Equal(2, (await talk.Says(talk.Ada)).Receipt.Sequence);
    }

    [Theory]
    [InlineData(nameof(IUserGrain.AdmitMessage))]
    [InlineData(nameof(IInboxGrain.NoteDirect))]
    public async Task A_key_that_changes_while_the_first_message_is_on_its_way_counts(string during)
    {
        var (talk, changes, told) = (await TestTalk.Enter(cluster), 0, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var moving = Task.CompletedTask;
        // So that the chains are known.
        Assert.Null(await Tries(talk, talk.Ada, EnvelopeType.Signal));
        cluster.OnCall = call =>
        {
            if (call.MethodName == nameof(IDirectConversationGrain.ChainChanged))
                told.TrySetResult();
            return Task.CompletedTask;
        };
        cluster.OnAnswer = async call =>
        {
            if (call.MethodName != during || Interlocked.Increment(ref changes) != 1)
                return;
            moving = talk.MovesTo(talk.Bo, new TestDevice());
            // Whoever removed a device is answered when what is on its way has come to its end, of which this is a part.
            await Task.WhenAny(moving, told.Task);
        };
        Assert.Equal(RefusalCode.StaleEpoch, await Tries(talk, talk.Ada));
        await moving;
        Assert.Empty(await talk.Log());
    }

    [Fact]
    public async Task The_change_waits_for_what_is_being_written()
    {
        var talk = await TestTalk.Enter(cluster);
        await talk.Says(talk.Ada);
        var (held, writing, announcing) = (new TaskCompletionSource(), new TaskCompletionSource(), new TaskCompletionSource());
        cluster.Log.OnHeld = () => writing.TrySetResult();
        cluster.OnCall = call =>
        {
            if (call.MethodName == nameof(IDirectConversationGrain.ChainChanged))
                announcing.TrySetResult();
            return Task.CompletedTask;
        };
        Task<Result<SendReceipt>> post;
        Task<bool> told;
        var (laptop, phone) = (talk.DeviceOf(talk.Bo), new TestDevice());
        var both = laptop.Signs(talk.Bo.Id, talk.EntryOf(talk.Bo), [laptop, phone], talk.EntryOf(talk.Bo)[76..141]);
        await talk.Changes(talk.Bo, laptop, both);
        cluster.Log.Held = held;
        try
        {
            post = talk.Post(talk.Ada, talk.By(talk.Ada).Seal());
            await writing.Task.WaitAsync(TestContext.Current.CancellationToken);
            told = Told();
            await announcing.Task.WaitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(RefusalCode.StaleEpoch, await Tries(talk, talk.Ada));
        }
        finally
        {
            cluster.Log.Held = null;
            cluster.Log.OnHeld = null;
            held.SetResult();
        }
        Assert.Equal(2, (await post).Value!.Sequence);
        Assert.True(await told, "it was told before what was being written");
        Assert.Equal(2, (await talk.Log()).Count);

        async Task<bool> Told()
        {
            await talk.Changes(talk.Bo, laptop, laptop.Signs(talk.Bo.Id, both, [laptop], TestDevice.NewPoint(), keyVersion: 2));
            return held.Task.IsCompleted;
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whoever_cannot_be_told_keeps_nobody_and_finds_out(bool hangs)
    {
        var talk = await TestTalk.Enter(cluster);
        await talk.Says(talk.Ada);
        var (other, never, heard) = (await OtherTalkOf(talk), new TaskCompletionSource(), new TaskCompletionSource());
        bool Tells(IIncomingGrainCallContext call, TestTalk which) =>
            call.MethodName == nameof(IDirectConversationGrain.ChainChanged) && call.TargetId == which.Grain.GetGrainId();
        cluster.OnCall = call => !Tells(call, talk) ? Task.CompletedTask : hangs ? never.Task : throw new TimeoutException();
        cluster.OnAnswer = call =>
        {
            if (Tells(call, other))
                heard.TrySetResult();
            return Task.CompletedTask;
        };
        var announced = talk.MovesTo(talk.Bo, new TestDevice());
        await heard.Task.WaitAsync(TestContext.Current.CancellationToken);
        await Until.Holds(() =>
        {
            if (hangs)
                cluster.Time.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(announced.IsCompletedSuccessfully);
        });
        cluster.OnCall = null;
        never.TrySetResult();
        Assert.Equal(RefusalCode.StaleEpoch, await Tries(other, other.Ada));
        cluster.Time.Advance(KnownChain.Counts);
        Assert.Equal(RefusalCode.StaleEpoch, await Tries(talk, talk.Ada));
    }

    // Bo with another friend, to whom Bo has written with the same keys.
    private async Task<TestTalk> OtherTalkOf(TestTalk talk)
    {
        var cy = await Person.Enter(cluster, "Cy");
        await cy.Must(FriendAct.Request, talk.Bo);
        await talk.Bo.Must(FriendAct.Accept, cy);
        var other = await talk.With(cy);
        await other.Begins(cy);
        await other.Says(cy);
        return other;
    }

    [Fact]
    public async Task With_somebody_who_began_anew_it_goes_on_under_another_epoch()
    {
        var talk = await TestTalk.Enter(cluster);
        await talk.Says(talk.Bo);
        var former = talk.DeviceOf(talk.Bo);
        await talk.BeginsAnew(talk.Bo);
        Assert.Equal(RefusalCode.StaleEpoch, await Tries(talk, talk.Ada));
        Assert.Equal(RefusalCode.DeviceNotAdded, (await talk.Grain.Post(talk.As(talk.Bo, former), (talk.By(talk.Bo) with { Device = former.Id }).Seal())).Refusal?.Code);
        Assert.Equal(RefusalCode.InvalidEpoch, await talk.TriesToBegin(talk.Ada, talk.NextEpoch(talk.Ada)));
        await talk.Begins(talk.Ada, reason: 1);
        await talk.Says(talk.Ada);
        await talk.Says(talk.Bo);
        await talk.Begins(talk.Bo);
        Assert.Equal(4, (await talk.Says(talk.Bo)).Receipt.Sequence);
    }

    [Fact]
    public async Task Many_messages_ask_for_each_chain_once()
    {
        var talk = await TestTalk.Enter(cluster);
        var asked = 0;
        cluster.OnCall = call =>
        {
            if (call.MethodName == nameof(IDeviceChainGrain.GetEntries))
                Interlocked.Increment(ref asked);
            return Task.CompletedTask;
        };
        await talk.Says(talk.Ada);
        var before = asked;
        for (var i = 0; i < 10; i++)
            await talk.Says(i % 2 == 0 ? talk.Ada : talk.Bo);
        Assert.Equal(before, asked);
    }
}
