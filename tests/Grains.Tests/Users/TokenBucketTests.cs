using ChatMux.Grains.Users;
using Microsoft.Extensions.Time.Testing;

namespace ChatMux.Grains.Tests.Users;

public sealed class TokenBucketTests
{
    [Fact]
    public void An_allowance_is_used_up_and_comes_back_with_time()
    {
        var time = new FakeTimeProvider();
        var bucket = new TokenBucket(new Allowance { Burst = 2, PerSecond = 0.5 }, time);
        Assert.Null(bucket.Take());
        Assert.Null(bucket.Take());
        Assert.Equal(2, bucket.Take()!.Value.TotalSeconds, 3);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, bucket.Take()!.Value.TotalSeconds, 3);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(bucket.Take());
        time.Advance(TimeSpan.FromHours(1));
        Assert.Null(bucket.Take());
        Assert.Null(bucket.Take());
        Assert.NotNull(bucket.Take());
    }
}
