namespace ChatMux.Silo.Storage;

/// <summary>Who waits at a <see cref="WriteGate"/>.</summary>
public enum WriteLane
{
    /// <summary>Reads and writes of grain state, one row each.</summary>
    GrainState,

    /// <summary>Commits of the message log, many rows each.</summary>
    MessageLog,
}

/// <summary>
/// Lets one at a time into a SQLite file. SQLite allows one writer; whoever meets its lock instead of this gate holds
/// a thread while waiting. The lanes take turns, so that a commit of the log, which carries what many people wait for,
/// never queues behind more than one write of grain state.
/// </summary>
public sealed class WriteGate
{
    private readonly Lock _sync = new();
    private readonly Queue<TaskCompletionSource>[] _waiting = [new(), new()];
    private bool _taken;
    private WriteLane _inside;

    /// <summary>
    /// Completes when it is the caller's turn, and never on the thread that gave way: the caller goes on in the thread
    /// pool, off the scheduler of a grain. Every entry is paired with one <see cref="Leave"/>.
    /// </summary>
    public async Task Enter(WriteLane lane, CancellationToken cancellation = default)
    {
        var turn = Queue(lane);
        using var registration = cancellation.UnsafeRegister(_ => turn.TrySetCanceled(cancellation), null);
        await turn.Task.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
    }

    /// <summary>Lets the next one in.</summary>
    public void Leave()
    {
        lock (_sync)
        {
            var other = 1 - (int)_inside;
            if (!Admit(other) && !Admit(1 - other)) _taken = false;
        }
    }

    private TaskCompletionSource Queue(WriteLane lane)
    {
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_sync)
        {
            if (_taken)
            {
                _waiting[(int)lane].Enqueue(turn);
            }
            else
            {
                _taken = true;
                _inside = lane;
                turn.SetResult();
            }
        }
        return turn;
    }

    private bool Admit(int lane)
    {
        while (_waiting[lane].TryDequeue(out var next))
        {
            if (!next.TrySetResult()) continue;
            _inside = (WriteLane)lane;
            return true;
        }
        return false;
    }
}
