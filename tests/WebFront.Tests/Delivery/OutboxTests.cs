using ChatMux.WebFront.Delivery;
using Microsoft.AspNetCore.SignalR;

namespace ChatMux.WebFront.Tests.Delivery;

public sealed class OutboxTests
{
    private static readonly Frame Resync = Frame("resync", 10);
    private readonly List<SerializedHubMessage> _written = [];
    private TaskCompletionSource? _slow;
    private int _overflows;

    private static Frame Frame(string _, int bytes, string? key = null) => new(new SerializedHubMessage([]), bytes, key);

    private Outbox Make() => new(async message =>
    {
        _written.Add(message);
        if (_slow is { } slow)
            await slow.Task;
    }, Resync, () => _overflows++);

    [Fact]
    public void What_a_reading_browser_gets_is_written_at_once_and_in_order()
    {
        var outbox = Make();
        var frames = Enumerable.Range(0, 5).Select(i => Frame($"{i}", 10)).ToArray();
        foreach (var frame in frames)
            outbox.Send(frame);
        Assert.Equal(frames.Select(f => f.Message), _written);
    }

    [Fact]
    public void Of_what_waits_under_one_key_only_the_newest_goes_out_at_its_place()
    {
        _slow = new TaskCompletionSource();
        var outbox = Make();
        var (first, old, other, latest) = (Frame("1", 10), Frame("a", 10, "k"), Frame("b", 10), Frame("c", 10, "k"));
        foreach (var frame in new[] { first, old, other, latest })
            outbox.Send(frame);
        var slow = _slow;
        _slow = null;
        slow.SetResult();
        Assert.Equal([first.Message, latest.Message, other.Message], _written);
    }

    [Fact]
    public void A_browser_that_does_not_read_is_told_to_resync_instead_of_filling_memory()
    {
        _slow = new TaskCompletionSource();
        var outbox = Make();
        var first = Frame("first", 10);
        outbox.Send(first);
        for (var i = 0; i < 5; i++)
            outbox.Send(Frame("big", Outbox.MaxBytes / 4 + 1));
        var last = Frame("last", 10);
        outbox.Send(last);
        var slow = _slow;
        _slow = null;
        slow.SetResult();
        Assert.Equal(first.Message, _written[0]);
        Assert.Equal(Resync.Message, _written[1]);
        Assert.Equal(last.Message, _written[^1]);
        Assert.True(_written.Count <= 5);
        Assert.Equal(1, _overflows);
    }

    [Fact]
    public void A_socket_that_fails_stops_the_outbox_and_throws_at_nobody()
    {
        var outbox = new Outbox(_ => throw new IOException("gone"), Resync, () => { });
        outbox.Send(Frame("1", 10));
        outbox.Send(Frame("2", 10));
    }
}
