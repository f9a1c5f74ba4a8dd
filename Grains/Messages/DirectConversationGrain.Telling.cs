using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Users;
using Microsoft.Extensions.Logging;

namespace ChatMux.Grains.Messages;

// Who learns of what was written: the inboxes before the first of it, the browsers of the two after each, by way of the fronts that have them.
public sealed partial class DirectConversationGrain
{
    private readonly Dictionary<UserId, SealedAnnouncer> _announcers = [];
    private readonly Dictionary<UserId, KnownSockets> _sockets = [];
    private readonly Dictionary<UserId, SealedAudience> _audiences = [];
    private SealedDeliveries _deliveries = null!;
    private Task _tellingInboxes = Task.CompletedTask;

    /// <inheritdoc/>
    public Task SocketsChanged(UserId user)
    {
        _sockets.GetValueOrDefault(user)?.Forget();
        return Task.CompletedTask;
    }

    private void BeginTelling()
    {
        _deliveries = new SealedDeliveries(LoseFront, time);
        foreach (var user in Both)
        {
            void Miss(string reason) => LogNotAnnounced(logger, Id, reason);
            _sockets[user] = new KnownSockets(() => User(user).GetSockets(_pair.Other(user)), time);
            _audiences[user] = new SealedAudience(user, _sockets[user], _deliveries, Miss, time);
            _announcers[user] = new SealedAnnouncer(happened => Tell(user, happened), Miss, time);
        }
    }

    private async Task Tell(UserId user, ServerEvent happened)
    {
        if (happened is SealedPosted posted)
        {
            await _audiences[user].Tell(posted);
            return;
        }
        if (happened is DirectErased erased)
            _audiences[user].Erase(erased.Author);
        // What has no number waits in the mailbox for whoever is away, behind what was told before it.
        await _deliveries.Flush();
        await User(user).Notify(happened, except: null);
    }

    private void LoseFront(FrontId front, Exception e)
    {
        LogFrontLost(logger, front, e.GetType().Name);
        foreach (var audience in _audiences.Values)
            audience.Lose(front);
    }

    // Both know of the conversation before anything is in it: whoever is away finds it there.
    private async Task<bool> TellInboxes()
    {
        if (inboxes.State.Told && _tellingInboxes.IsCompleted)
            return true;
        try
        {
            if (_tellingInboxes.IsCompleted)
                _tellingInboxes = TellInboxesNow();
            await _tellingInboxes;
            return true;
        }
        catch (Exception e)
        {
            LogInboxesNotTold(logger, Id, e.GetType().Name);
            return false;
        }
    }

    private async Task TellInboxesNow()
    {
        await Task.WhenAll(Both.Select(user => GrainFactory.Grain<IInboxGrain>(user.Value).NoteDirect(_pair.Other(user))));
        // A chain that changed before they had it told nobody here.
        foreach (var chain in _chains.Values)
            chain.Forget();
        try
        {
            await inboxes.Store(inboxes.State with { Told = true });
        }
        catch (Exception)
        {
            // It may be so or not: the next activation reads which.
            DeactivateOnIdle();
            throw;
        }
    }

    private void Announce(PendingEntry entry, SendReceipt receipt)
    {
        var posted = (SealedPosted)entry.ToEvent(Id, receipt);
        foreach (var (user, announcer) in _announcers)
            announcer.Tell(posted with { With = _pair.Other(user) });
    }

    // Before another activation says what came after it.
    private async Task CloseAnnouncers(CancellationToken cancellationToken)
    {
        try
        {
            await CloseAll().WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The browsers see the gap by the numbers.
        }
    }

    private async Task CloseAll()
    {
        await Task.WhenAll(_announcers.Values.Select(announcer => announcer.Close()));
        await _deliveries.Flush();
        foreach (var audience in _audiences.Values)
            audience.Close();
        await Task.WhenAll(_audiences.Select(known => HandOver(known.Key, known.Value)));
    }

    // Nobody else knows whom the last one has not reached. By the mailboxes it does; whoever has it drops it.
    private async Task HandOver(UserId user, SealedAudience audience)
    {
        try
        {
            if (audience.Owed is { } owed)
                await User(user).Notify(owed, except: null);
        }
        catch (Exception e)
        {
            LogNotAnnounced(logger, Id, e.GetType().Name);
        }
    }

    [LoggerMessage(413, LogLevel.Warning, "Front {Front} did not take what was written in a conversation of two ({Reason}); its browsers are told again")]
    private static partial void LogFrontLost(ILogger logger, FrontId front, string reason);

    [LoggerMessage(411, LogLevel.Warning, "One of the two in {Conversation} could not be told of what was written ({Reason})")]
    private static partial void LogNotAnnounced(ILogger logger, ConversationId conversation, string reason);

    [LoggerMessage(412, LogLevel.Warning, "The inboxes could not be told of the conversation of two {Conversation} ({Reason})")]
    private static partial void LogInboxesNotTold(ILogger logger, ConversationId conversation, string reason);
}
