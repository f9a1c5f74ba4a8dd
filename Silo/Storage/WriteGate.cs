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
/// a thread while waiting. The lanes take turns: a commit of the log, which carries what many people wait for, queues
/// behind a few single rows of grain state and no more, and grain state behind one commit.
/// </summary>
public sealed class WriteGate
{
    /// <summary>How many entries of grain state pass while a commit of the log waits.</summary>
    public const int StateEntriesPerCommit = 4;

    private readonly Lock _sync = new();
    private readonly Queue<TaskCompletionSource>[] _waiting = [new(), new()];
    private bool _taken;
    private int _stateEntries;

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

    /// <summary>For someone with a thread of their own, which waits. Paired with one <see cref="Leave"/>.</summary>
    public void EnterBlocking(WriteLane lane) => Queue(lane).Task.GetAwaiter().GetResult();

    /// <summary>Lets the next one in.</summary>
    public void Leave()
    {
        lock (_sync)
        {
            var first = _stateEntries < StateEntriesPerCommit ? WriteLane.GrainState : WriteLane.MessageLog;
            _taken = Admit(first) || Admit(1 - first);
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
                Count(lane);
                turn.SetResult();
            }
        }
        return turn;
    }

    private bool Admit(WriteLane lane)
    {
        while (_waiting[(int)lane].TryDequeue(out var next))
        {
            if (!next.TrySetResult()) continue;
            Count(lane);
            return true;
        }
        return false;
    }

    private void Count(WriteLane lane) => _stateEntries = lane == WriteLane.GrainState ? _stateEntries + 1 : 0;
}
