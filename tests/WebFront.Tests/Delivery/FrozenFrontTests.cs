using ChatMux.Grains.Interfaces.Lobby;
using ChatMux.Grains.Interfaces.Messages;

namespace ChatMux.WebFront.Tests.Delivery;

/// <summary>A front that neither takes batches nor calls anyone for a while, and then goes on as if nothing had been.</summary>
public sealed class FrozenFrontTests(OwnCluster own) : IClassFixture<OwnCluster>
{
    // How long a topic waits for a front.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly TestCluster _cluster = own.Cluster;

    [Fact]
    public async Task A_frozen_front_keeps_nothing_from_others_and_gets_all_of_it_when_it_thaws_in_time()
    {
        await using var front = await _cluster.StartFront();
        await using var ada = await TestBrowser.Enter(_cluster.One, "Ada");
        await using var bo = await TestBrowser.Enter(front, "Bo");
        front.Line.Freeze();
        var before = front.Readings.ConversationBatches;
        var said = await Say(ada, 10);
        // No time has passed: whoever waits for the frozen front would still wait.
        await ada.Sees<MessagePosted>(m => m.Message.Sequence == said[^1]);
        front.Line.Thaw();
        await bo.Sees<MessagePosted>(m => m.Message.Sequence == said[^1]);
        Assert.Equal(said, bo.All<MessagePosted>().Select(m => m.Message.Sequence));
        // The first was on its way when the front froze; the others waited together.
        Assert.Equal(before + 2, front.Readings.ConversationBatches);
    }

    [Fact]
    public async Task A_front_that_froze_for_longer_is_forgotten_and_its_browsers_learn_where_to_catch_up()
    {
        await using var front = await _cluster.StartFront();
        await using var ada = await TestBrowser.Enter(_cluster.One, "Ada");
        await using var bo = await TestBrowser.Enter(front, "Bo");
        front.Line.Freeze();
        var said = await Say(ada, 10);
        await _cluster.Pass(Patience);
        said = [.. said, .. await Say(ada, 1)];
        await ada.Sees<MessagePosted>(m => m.Message.Sequence == said[^1]);
        front.Line.Thaw();
        await _cluster.Pass(TimeSpan.FromSeconds(4));
        await bo.Sees<ConversationPosition>(p => p.Head == said[^1]);
        // What waited for it was let go, and is not sent late.
        Assert.All(bo.All<MessagePosted>(), m => Assert.Equal(said[0], m.Message.Sequence));
        Assert.Equal(said, (await bo.Read(after: said[0] - 1)).Select(m => m.Sequence));
        said = [.. said, .. await Say(ada, 1)];
        await bo.Sees<MessagePosted>(m => m.Message.Sequence == said[^1]);
    }

    [Fact]
    public async Task The_people_of_a_front_that_froze_for_half_a_minute_leave_and_are_here_again_when_it_thaws()
    {
        await using var front = await _cluster.StartFront();
        await using var ada = await TestBrowser.Enter(_cluster.One, "Ada");
        await using var bo = await TestBrowser.Enter(front, "Bo");
        await _cluster.PassUntil(ada.Sees<LobbyChanged>(c => c.Present.Any(p => p.Profile == bo.Welcome.Me)), TimeSpan.FromSeconds(1));
        front.Line.Freeze();
        await _cluster.Pass(TimeSpan.FromSeconds(30));
        // The lobby may have told something just before, and waits a moment with what comes next.
        var gone = await _cluster.PassUntil(ada.Sees<LobbyChanged>(c => c.Gone.Contains(bo.Welcome.Me.Id)), TimeSpan.FromSeconds(5));
        front.Line.Thaw();
        await _cluster.PassUntil(
            ada.Sees<LobbyChanged>(c => c.Version > gone.Version && c.Present.Any(p => p.Profile == bo.Welcome.Me)), TimeSpan.FromSeconds(5));
        Assert.NotNull((await bo.Says("back")).Value);
    }

    private static async Task<long[]> Say(TestBrowser author, int times)
    {
        var said = new long[times];
        for (var i = 0; i < times; i++)
            said[i] = (await author.Says($"message {i}")).Value!.Sequence;
        return said;
    }
}
