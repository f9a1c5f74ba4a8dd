using System.Collections.Concurrent;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Friends;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Users;
using Microsoft.Extensions.Logging;

namespace ChatMux.Grains.Messages;

/// <summary>
/// Tells every conversation of two of an identity that its chain of devices has changed, so that a device that was removed, and a key that it knows,
/// count there no more.
/// </summary>
/// <param name="grains">The grains.</param>
/// <param name="time">The clock of the time limits.</param>
/// <param name="logger">Where it is said whom it could not tell.</param>
internal sealed partial class ChainAnnouncer(IGrainFactory grains, TimeProvider time, ILogger logger)
{
    private const int AtOnce = 32;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Returns when all of them have heard of it. What a conversation knows of a chain counts for <see cref="KnownChain.Counts"/>: whoever cannot be
    /// told, or has not been by then, finds out by itself. To be called once the chain is stored as it is now.
    /// </summary>
    public async Task Announce(UserId owner)
    {
        var begun = time.GetTimestamp();
        var left = new ConcurrentQueue<UserId>(await DirectsOf(owner));
        async Task TellOnes()
        {
            while (time.GetElapsedTime(begun) < KnownChain.Counts && left.TryDequeue(out var with))
                await Tell(owner, with);
        }
        await Task.WhenAll(Enumerable.Range(0, Math.Min(AtOnce, left.Count)).Select(_ => TellOnes()));
    }

    private async Task<IReadOnlyList<UserId>> DirectsOf(UserId owner)
    {
        try
        {
            return await grains.Grain<IInboxGrain>(owner.Value).GetDirects().WaitAsync(Patience, time);
        }
        catch (Exception e)
        {
            LogNotListed(logger, owner, e.GetType().Name);
            return [];
        }
    }

    private async Task Tell(UserId owner, UserId with)
    {
        if (FriendshipId.Of(owner, with) is not { } pair)
            return;
        try
        {
            await grains.Grain<IDirectConversationGrain>(pair.Key).ChainChanged(owner).WaitAsync(Patience, time);
        }
        catch (Exception e)
        {
            LogNotTold(logger, owner, e.GetType().Name);
        }
    }

    [LoggerMessage(420, LogLevel.Warning, "The conversations of {Owner} could not be listed ({Reason}); they find out in a few seconds that the chain of devices has changed")]
    private static partial void LogNotListed(ILogger logger, UserId owner, string reason);

    [LoggerMessage(421, LogLevel.Warning, "A conversation of {Owner} could not be told that the chain of devices has changed ({Reason}); it finds out in a few seconds")]
    private static partial void LogNotTold(ILogger logger, UserId owner, string reason);
}
