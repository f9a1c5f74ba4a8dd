using ChatMux.WebFront.Delivery;

namespace ChatMux.WebFront.Tests.Delivery;

public sealed class SharedCallTests : IDisposable
{
    private readonly List<TaskCompletionSource<int>> _calls = [];
    private readonly SemaphoreSlim _made = new(0);

    private SharedCall<int> Shared() => new(() =>
    {
        var call = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_calls)
            _calls.Add(call);
        _made.Release();
        return call.Task;
    });

    private Task Made() => _made.WaitAsync(TestContext.Current.CancellationToken);

    public void Dispose() => _made.Dispose();

    [Fact]
    public async Task Those_that_ask_while_a_call_runs_share_the_next_one()
    {
        var shared = Shared();
        var first = shared.Ask();
        await Made();
        var later = Enumerable.Range(0, 100).Select(_ => shared.Ask()).ToArray();
        _calls[0].SetResult(1);
        await Made();
        _calls[1].SetResult(2);
        Assert.Equal(1, await first);
        Assert.All(await Task.WhenAll(later), answer => Assert.Equal(2, answer));
        Assert.Equal(2, _calls.Count);
    }

    [Fact]
    public async Task A_call_that_fails_fails_those_that_shared_it_and_no_others()
    {
        var shared = Shared();
        var first = shared.Ask();
        await Made();
        var second = shared.Ask();
        _calls[0].SetException(new TimeoutException());
        await Assert.ThrowsAsync<TimeoutException>(() => first);
        await Made();
        _calls[1].SetResult(2);
        Assert.Equal(2, await second);
        var third = shared.Ask();
        await Made();
        _calls[2].SetResult(3);
        Assert.Equal(3, await third);
    }
}
