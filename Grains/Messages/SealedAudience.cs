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

    private TaskCompletionSource _woken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _lookingAgain = Task.CompletedTask;
    private SealedPosted? _last;
    private IReadOnlyList<FrontSockets> _toldTo = [];
    private bool _lost;
    private bool _closing;

    /// <summary>Tells all who are here; fails when it cannot be found out who that is.</summary>
    public async Task Tell(SealedPosted posted)
    {
        var here = await sockets.Get();
        SendTo(here, posted);
        (_last, _toldTo) = (posted, here);
        if (_lookingAgain.IsCompleted)
            _lookingAgain = LookAgain();
    }

    /// <summary>A front did not take what it was handed.</summary>
    public void Lose(FrontId front)
    {
        sockets.Forget();
        (_toldTo, _lost) = ([.. _toldTo.Where(at => at.Front != front)], true);
        _woken.TrySetResult();
    }

    /// <summary>Looks for nobody any more: whom it would ask may be going with the same silo.</summary>
    public void Close()
    {
        _closing = true;
        _woken.TrySetResult();
    }

    private void SendTo(IReadOnlyList<FrontSockets> some, SealedPosted posted)
    {
        foreach (var at in some)
            deliveries.Send(user, at, posted);
    }

    // Until everybody who was here when the last was told has been told it.
    private async Task LookAgain()
    {
        while (_last is not null)
        {
            await Pass(IUserGrain.SocketsCount);
            if (_lost)
                await Pass(LostPause);
            _lost = false;
            if (_closing)
                return;
            await TellThoseWhoMissedIt();
        }
    }

    private async Task TellThoseWhoMissedIt()
    {
        try
        {
            var last = _last!;
            sockets.Forget();
            var here = await sockets.Get();
            // What came meanwhile was told to those who are here by now, and is looked after in its turn.
            if (last != _last)
                return;
            SendTo(FrontSockets.Without(here, _toldTo), last);
            _toldTo = here;
            if (deliveries.IsIdle)
                _last = null;
        }
        catch (Exception e)
        {
            missed(e.GetType().Name);
        }
    }

    private async Task Pass(TimeSpan pause)
    {
        if (_woken.Task.IsCompleted)
            _woken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_closing)
            await Task.WhenAny(Task.Delay(pause, time), _woken.Task);
    }
}
