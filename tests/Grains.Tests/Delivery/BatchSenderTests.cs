using ChatMux.Grains.Delivery;
using Microsoft.Extensions.Time.Testing;

namespace ChatMux.Grains.Tests.Delivery;

public sealed class BatchSenderTests
{
    private readonly List<IReadOnlyList<int>> _sent = [];
    private readonly TaskCompletionSource _taken = new();
    private Exception? _failure;

    private BatchSender<int> Make(Func<int, int> bytesOf) => new(batch =>
    {
        _sent.Add(batch);
        return _taken.Task;
    }, e => _failure = e, new FakeTimeProvider(), bytesOf);

    [Fact]
    public void What_waits_behind_a_batch_goes_out_together()
    {
        var sender = Make(_ => 1);
        for (var i = 0; i < 5; i++)
            sender.Send(i);
        _taken.SetResult();
        Assert.Equal([[0], [1, 2, 3, 4]], _sent);
        Assert.Null(_failure);
    }

    [Theory]
    [InlineData(1, BatchSender<int>.MaxWaiting)]
    [InlineData(BatchSender<int>.MaxWaitingBytes / 8, 8)]
    public void A_front_that_falls_too_far_behind_by_number_or_by_size_is_lost(int bytes, int most)
    {
        var sender = Make(_ => bytes);
        for (var i = 0; i <= most; i++)
            sender.Send(i);
        Assert.Null(_failure);
        sender.Send(0);
        Assert.NotNull(_failure);
        Assert.True(sender.Stopped);
    }
}
