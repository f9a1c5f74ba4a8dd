using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Users;
using Microsoft.Extensions.Logging;

namespace ChatMux.Grains.Messages;

// Who learns of what was written: the inboxes before the first of it, the browsers of the two after each.
public sealed partial class DirectConversationGrain
{
    private readonly Dictionary<UserId, SealedAnnouncer> _announcers = [];
    private Task _tellingInboxes = Task.CompletedTask;

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
            await Task.WhenAll(_announcers.Values.Select(announcer => announcer.Close())).WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The browsers see the gap by the numbers.
        }
    }

    [LoggerMessage(411, LogLevel.Warning, "One of the two in {Conversation} could not be told of what was written ({Reason})")]
    private static partial void LogNotAnnounced(ILogger logger, ConversationId conversation, string reason);

    [LoggerMessage(412, LogLevel.Warning, "The inboxes could not be told of the conversation of two {Conversation} ({Reason})")]
    private static partial void LogInboxesNotTold(ILogger logger, ConversationId conversation, string reason);
}
