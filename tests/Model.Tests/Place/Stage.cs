namespace ChatMux.Model.Tests.Place;

/// <summary>
/// Where the run, the tabs and the model take turns: one at a time, so that none of them needs a lock. The place under test
/// runs elsewhere, with all its threads.
/// </summary>
internal sealed class Stage
{
    private readonly TaskFactory _turns = new(new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler);
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Runs the work on the stage. Fails with it, and when what was started beside it fails.</summary>
    public async Task Run(Func<Task> work) => await await Task.WhenAny(_turns.StartNew(work).Unwrap(), _failed.Task);

    /// <summary>Gives the work a turn after those that wait already. Called from anywhere.</summary>
    public void Post(Action work) => Start(() =>
    {
        work();
        return Task.CompletedTask;
    });

    /// <summary>Starts work that nobody waits for. An exception in it is a mistake in these tests and ends the run.</summary>
    public void Start(Func<Task> work) => _turns.StartNew(work).Unwrap().ContinueWith(
        done => _failed.TrySetException(done.Exception!.InnerExceptions), CancellationToken.None,
        TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}
