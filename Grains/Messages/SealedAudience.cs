using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Messages;

/// <summary>
/// One of the two, as those who are told what was written. A socket that turns up without having been told the last of it, because a word got lost or a front did not
/// take it, is told that later: by its number the browser sees what it lacks. Runs on the scheduler of the grain that owns it.
/// </summary>
/// <param name="user">Which of the two.</param>
/// <param name="sockets">By which sockets they are here.</param>
/// <param name="deliveries">The way to the fronts.</param>
/// <param name="missed">Called when it could not be found out who is here, with the name of the failure.</param>
/// <param name="time">The clock of the pauses.</param>
internal sealed class SealedAudience(UserId user, KnownSockets sockets, SealedDeliveries deliveries, Action<string> missed, TimeProvider time)
{
    /// <summary>How long after a front was lost its sockets are looked for again.</summary>
    public static readonly TimeSpan LostPause = TimeSpan.FromSeconds(1);

    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _woken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _lookingAgain = Task.CompletedTask;
    private SealedPosted? _last;
    private IReadOnlyList<FrontSockets> _toldTo = [];
    private bool _owes;

    /// <summary>The last one, as long as it has not reached somebody for certain.</summary>
    public SealedPosted? Owed => _owes ? _last : null;

    /// <summary>Tells all who are here; fails when it cannot be found out who that is.</summary>
    public async Task Tell(SealedPosted posted)
    {
        var here = await sockets.Get();
        // Before it is sent: a front may be given up in the middle of that.
        (_last, _toldTo) = (posted, here);
        SendTo(here, posted);
        if (_lookingAgain.IsCompleted)
            _lookingAgain = LookAgain();
    }

    /// <summary>A front did not take what it was handed.</summary>
    public void Lose(FrontId front)
    {
        if (_toldTo.All(at => at.Front != front))
            return;
        sockets.Forget();
        (_toldTo, _owes) = ([.. _toldTo.Where(at => at.Front != front)], true);
        _woken.TrySetResult();
    }

    /// <summary>What this author has written is gone: whoever is told the last one again gets it as pages show it.</summary>
    public void Erase(UserId author)
    {
        if (_last is { } last)
            _last = last with { Entries = [.. last.Entries.Select(entry => entry.Author == author ? entry with { Envelope = [] } : entry)] };
    }

    /// <summary>Looks for nobody any more: whom it would ask may be going with the same silo.</summary>
    public void Close() => _closed.TrySetResult();

    private void SendTo(IReadOnlyList<FrontSockets> some, SealedPosted posted)
    {
        foreach (var at in some)
            deliveries.Send(user, at, posted);
    }

    // Until everybody who was here when the last was told has been told it.
    private async Task LookAgain()
    {
        while (_last is not null && !_closed.Task.IsCompleted)
        {
            if (!_owes)
                await UntilAnyIsLost();
            // Other fronts that are lost meanwhile do not cut it short.
            if (_owes)
                await Task.WhenAny(Task.Delay(LostPause, time), _closed.Task);
            if (!_closed.Task.IsCompleted)
                await TellThoseWhoMissedIt();
        }
    }

    private async Task UntilAnyIsLost()
    {
        _woken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await Task.WhenAny(Task.Delay(IUserGrain.SocketsCount, time), _woken.Task, _closed.Task);
    }

    private async Task TellThoseWhoMissedIt()
    {
        _owes = false;
        try
        {
            var last = _last!;
            sockets.Forget();
            var here = await sockets.Get();
            // What came meanwhile was told to those who are here by now, and is looked after in its turn.
            if (last != _last)
                return;
            var others = FrontSockets.Without(here, _toldTo);
            _toldTo = here;
            SendTo(others, last);
            if (deliveries.IsIdle && !_owes)
                _last = null;
        }
        catch (Exception e)
        {
            _owes = true;
            missed(e.GetType().Name);
        }
    }
}
