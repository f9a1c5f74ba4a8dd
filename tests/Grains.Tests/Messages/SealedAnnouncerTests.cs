using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Messages;

namespace ChatMux.Grains.Tests.Messages;

public sealed class SealedAnnouncerTests
{
    private readonly PausingTime _time = new();
    private readonly UserId _ada = HexId.New<UserId>();
    private readonly ConversationId _conversation = HexId.New<ConversationId>();
    private readonly List<long[]> _told = [];
    private readonly List<string> _missed = [];
    private readonly SealedAnnouncer _announcer;
    private TaskCompletionSource? _held;
    private bool _fails;

    public SealedAnnouncerTests() => _announcer = new SealedAnnouncer(Notify, _missed.Add, _time);

    private async Task Notify(ServerEvent happened)
    {
        // What is told at first are the numbers; an erasure has none.
        var numbers = happened is SealedPosted posted ? posted.Entries.Select(e => e.Sequence).ToArray() : [];
        if (_held is { } held)
            await held.Task;
        if (_fails)
            throw new TimeoutException();
        _told.Add(numbers);
    }

    private void Tell(long first, int count = 1, int bytes = 384)
    {
        for (var i = 0; i < count; i++)
            _announcer.Tell(new SealedPosted(_ada, _conversation, [new SealedEntry(first + i, _ada, HexId.New<DeviceId>(), 0, new byte[bytes])]));
    }

    private void TellErased() => _announcer.Tell(new DirectErased(_ada, _conversation, _ada));

    /// <summary>A call failed, and the next one waits.</summary>
    private Task Failed() => _time.Paused.WaitAsync(TestContext.Current.CancellationToken);

    private async Task FailsAgain()
    {
        _time.Advance(SealedAnnouncer.Pause);
        await Failed();
    }

    private Task EndsAfterThePause()
    {
        _time.Advance(SealedAnnouncer.Pause);
        return _announcer.Close();
    }

    private void Release()
    {
        var held = _held!;
        _held = null;
        held.SetResult();
    }

    [Fact]
    public async Task What_comes_during_a_call_goes_with_the_next_one_in_order()
    {
        _held = new TaskCompletionSource();
        Tell(1, 10);
        Assert.Empty(_told);
        Release();
        await _announcer.Close();
        Assert.Equal([[1], [2, 3, 4, 5, 6, 7, 8, 9, 10]], _told);
    }

    [Fact]
    public async Task An_event_has_64_KiB_of_envelopes_at_most_and_an_erasure_keeps_its_place()
    {
        _held = new TaskCompletionSource();
        Tell(1);
        Tell(2, 7, bytes: 16_512);
        TellErased();
        Tell(9, 2);
        Release();
        await _announcer.Close();
        Assert.Equal([[1], [2, 3, 4], [5, 6, 7], [8], [], [9, 10]], _told);
    }

    [Fact]
    public async Task What_failed_is_told_again_after_a_pause_and_what_came_meanwhile_after_it()
    {
        _fails = true;
        Tell(1, 2);
        await Failed();
        for (var i = 0; i < 3; i++)
            await FailsAgain();
        Tell(3, 2);
        Assert.Empty(_told);
        Assert.Equal(Enumerable.Repeat(nameof(TimeoutException), 4), _missed);
        _fails = false;
        await EndsAfterThePause();
        Assert.Equal([[1], [2, 3, 4]], _told);
        Assert.Equal(4, _missed.Count);
    }

    [Theory]
    [InlineData(512, 384)]
    [InlineData(63, 16_512)]
    public async Task Past_a_limit_what_waits_is_dropped_and_the_next_shows_the_gap(int most, int bytes)
    {
        _fails = true;
        Tell(1, bytes: bytes);
        await Failed();
        Tell(2, most, bytes);
        await FailsAgain();
        _fails = false;
        // One more, and what was in the way of it goes too.
        Tell(most + 2, bytes: bytes);
        await EndsAfterThePause();
        Assert.Equal(new long[] { 1, most + 2 }, _told.Select(numbers => Assert.Single(numbers)));
    }

    [Fact]
    public async Task Past_a_limit_it_does_not_go_on_with_what_failed()
    {
        _held = new TaskCompletionSource();
        _fails = true;
        Tell(1, 600);
        Release();
        await Failed();
        _fails = false;
        await EndsAfterThePause();
        Assert.DoesNotContain(_told, numbers => numbers.Contains(1));
        Assert.Equal(600, _told[^1][^1]);
    }

    [Fact]
    public async Task When_it_ends_it_tells_what_waits_and_does_not_wait_for_what_fails()
    {
        _fails = true;
        Tell(1, 3);
        await _announcer.Close().WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.Empty(_told);
        Assert.InRange(_missed.Count, 2, 4);
    }
}
