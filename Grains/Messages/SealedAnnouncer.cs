using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;

namespace ChatMux.Grains.Messages;

/// <summary>
/// Tells one of the two what was written, in order and one call at a time; what comes meanwhile goes with the next one. Nobody waits for it. What
/// is told is on disk, so that what had to be dropped is missing nowhere: the numbers of what comes after it show the gap. Runs on the scheduler
/// of the grain that owns it.
/// </summary>
/// <param name="notify">Brings an event on its way.</param>
/// <param name="missed">Called when a call failed, with the name of the failure.</param>
/// <param name="time">The clock of the pauses.</param>
internal sealed class SealedAnnouncer(Func<ServerEvent, Task> notify, Action<string> missed, TimeProvider time)
{
    /// <summary>Most bytes of envelopes in one event, unless one alone has more.</summary>
    public const int MostBytes = 64 * 1024;

    /// <summary>Most events that wait; one more, and those before it are dropped.</summary>
    public const int MostWaiting = 512;

    /// <summary>The same in bytes.</summary>
    public const int MostWaitingBytes = 1024 * 1024;

    /// <summary>How long after a failure the same is tried again.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Queue<ServerEvent> _waiting = new();
    private readonly TaskCompletionSource _closing = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _telling = Task.CompletedTask;
    private int _waitingBytes;
    private int _dropped;

    /// <summary>Tells it as soon as what came before it is told.</summary>
    public void Tell(ServerEvent happened)
    {
        if (_waiting.Count >= MostWaiting || _waitingBytes + BytesOf(happened) > MostWaitingBytes)
            Drop();
        _waiting.Enqueue(happened);
        _waitingBytes += BytesOf(happened);
        if (_telling.IsCompleted)
            _telling = TellAll();
    }

    /// <summary>Completes when all is told, once more at most what fails.</summary>
    public Task Close()
    {
        _closing.TrySetResult();
        return _telling;
    }

    private static int BytesOf(ServerEvent happened) => happened is SealedPosted posted ? posted.Entries.Sum(entry => entry.Envelope.Length) : 0;

    private void Drop()
    {
        _waiting.Clear();
        _waitingBytes = 0;
        _dropped++;
    }

    private async Task TellAll()
    {
        while (_waiting.Count > 0)
        {
            var (next, dropped) = (Take(), _dropped);
            // What came after it was dropped: then it would only delay the word of the gap.
            while (!await TryTell(next) && dropped == _dropped && !_closing.Task.IsCompleted)
                await Task.WhenAny(Task.Delay(Pause, time), _closing.Task);
        }
    }

    private async Task<bool> TryTell(ServerEvent happened)
    {
        try
        {
            await notify(happened);
            return true;
        }
        catch (Exception e)
        {
            missed(e.GetType().Name);
            return false;
        }
    }

    private ServerEvent Take()
    {
        var first = Dequeue();
        if (first is not SealedPosted posted)
            return first;
        var (entries, bytes) = (posted.Entries.ToList(), BytesOf(posted));
        while (_waiting.TryPeek(out var next) && next is SealedPosted more && bytes + BytesOf(more) <= MostBytes)
        {
            bytes += BytesOf(more);
            entries.AddRange(((SealedPosted)Dequeue()).Entries);
        }
        return posted with { Entries = entries };
    }

    private ServerEvent Dequeue()
    {
        var next = _waiting.Dequeue();
        _waitingBytes -= BytesOf(next);
        return next;
    }
}
