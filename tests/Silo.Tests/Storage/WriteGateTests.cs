using ChatMux.Silo.Storage;

namespace ChatMux.Silo.Tests.Storage;

public sealed class WriteGateTests
{
    private readonly WriteGate _gate = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lets_one_in_at_a_time()
    {
        await _gate.Enter(WriteLane.GrainState, Cancellation);
        var second = _gate.Enter(WriteLane.GrainState, Cancellation);
        Assert.False(second.IsCompleted);

        _gate.Leave();

        await second;
    }

    [Fact]
    public async Task A_commit_of_the_log_waits_for_few_writes_of_state_and_state_for_one_commit()
    {
        await _gate.Enter(WriteLane.GrainState, Cancellation);
        var order = new List<string>();
        var all = new List<Task>();
        for (var i = 0; i < 2 * WriteGate.StateEntriesPerCommit; i++) all.Add(Pass(WriteLane.GrainState, "state"));
        for (var i = 0; i < 2; i++) all.Add(Pass(WriteLane.MessageLog, "log"));

        _gate.Leave();
        await Task.WhenAll(all);

        var state = Enumerable.Repeat("state", WriteGate.StateEntriesPerCommit);
        Assert.Equal([.. state.Skip(1), "log", .. state, "log", "state"], order);

        async Task Pass(WriteLane lane, string name)
        {
            await _gate.Enter(lane, Cancellation);
            order.Add(name);
            _gate.Leave();
        }
    }

    [Fact]
    public async Task Who_gives_up_waiting_does_not_hold_up_the_next()
    {
        await _gate.Enter(WriteLane.GrainState, Cancellation);
        using var patience = new CancellationTokenSource();
        var impatient = _gate.Enter(WriteLane.GrainState, patience.Token);
        var next = _gate.Enter(WriteLane.GrainState, Cancellation);

        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        _gate.Leave();

        await next;
    }

    [Fact]
    public async Task Nobody_goes_on_in_the_scheduler_it_came_from()
    {
        var scheduler = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;
        var after = await Task.Factory.StartNew(
            async () =>
            {
                await _gate.Enter(WriteLane.GrainState).ConfigureAwait(false);
                return TaskScheduler.Current;
            },
            Cancellation, TaskCreationOptions.None, scheduler).Unwrap();

        Assert.Same(TaskScheduler.Default, after);
    }
}
