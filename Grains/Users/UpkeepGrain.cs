using System.Globalization;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Users;
using Microsoft.Extensions.Logging;

namespace ChatMux.Grains.Users;

/// <summary>Which list of upkeep a user is on for a moment.</summary>
internal static class UpkeepHours
{
    public const int Shards = 32;

    public static string KeyOf(DateTimeOffset due, UserId user) => KeyOf(due, Convert.ToInt32(user.Value[..2], 16) % Shards);

    public static string KeyOf(DateTimeOffset due, int shard) => string.Create(CultureInfo.InvariantCulture, $"{due.UtcDateTime:yyyyMMddHH}/{shard}");
}

/// <inheritdoc cref="IUpkeepGrain"/>
public sealed partial class UpkeepGrain(
    [PersistentState("upkeep", GrainStorage.Name)] IPersistentState<UpkeepState> state, TimeProvider time, ILogger<UpkeepGrain> logger) : Grain, IUpkeepGrain
{
    private const int AtOnce = 8;

    /// <inheritdoc/>
    public async Task Sweep()
    {
        var now = time.GetUtcNow();
        // The first time there is nothing older than this hour.
        for (var hour = state.State.Next ?? Hour(now); hour < Hour(now); hour += TimeSpan.FromHours(1))
        {
            for (var shard = 0; shard < UpkeepHours.Shards; shard++)
                await Sweep(GrainFactory.Grain<IUpkeepHourGrain>(UpkeepHours.KeyOf(hour, shard)));
            await state.Store(new UpkeepState { Next = hour + TimeSpan.FromHours(1) });
        }
        if (state.State.Next is null)
            await state.Store(new UpkeepState { Next = Hour(now) });
    }

    private async Task Sweep(IUpkeepHourGrain hour)
    {
        var users = await hour.List();
        if (users.Count == 0)
            return;
        foreach (var some in users.Chunk(AtOnce))
            await Task.WhenAll(some.Select(LookAt));
        await hour.Clear();
    }

    private async Task LookAt(UserId user)
    {
        var removal = GrainFactory.Grain<IRemovalGrain>(user.Value);
        try
        {
            if (await removal.Continue())
            {
                // Looked at once more: it may go on after this answer, and break off then.
                await GrainFactory.Grain<IUpkeepHourGrain>(UpkeepHours.KeyOf(time.GetUtcNow() + TimeSpan.FromHours(1), user)).Add(user);
                return;
            }
            var found = await GrainFactory.Grain<IUserGrain>(user.Value).LookAfter();
            if (found.Expired)
                await removal.RemoveExpired();
            else if (found.LookAgain is { } again)
                await GrainFactory.Grain<IUpkeepHourGrain>(UpkeepHours.KeyOf(again, user)).Add(user);
        }
        catch (Exception e)
        {
            LogPutOff(logger, e.GetType().Name);
            await GrainFactory.Grain<IUpkeepHourGrain>(UpkeepHours.KeyOf(time.GetUtcNow() + TimeSpan.FromHours(1), user)).Add(user);
        }
    }

    private static DateTimeOffset Hour(DateTimeOffset time) => new(time.UtcDateTime.Date.AddHours(time.UtcDateTime.Hour), TimeSpan.Zero);

    [LoggerMessage(210, LogLevel.Warning, "Upkeep of a user failed ({Reason}); it is tried again in an hour")]
    private static partial void LogPutOff(ILogger logger, string reason);
}

/// <inheritdoc cref="IUpkeepHourGrain"/>
public sealed class UpkeepHourGrain([PersistentState("upkeepHour", GrainStorage.Name)] IPersistentState<UpkeepHourState> state) : Grain, IUpkeepHourGrain
{
    /// <inheritdoc/>
    public Task Add(UserId user) =>
        state.State.Users.Contains(user) ? Task.CompletedTask : state.Store(new UpkeepHourState { Users = [.. state.State.Users, user] });

    /// <inheritdoc/>
    public Task<IReadOnlyList<UserId>> List() => Task.FromResult(state.State.Users);

    /// <inheritdoc/>
    public Task Clear()
    {
        DeactivateOnIdle();
        return state.RecordExists ? state.ClearStateAsync() : Task.CompletedTask;
    }
}

/// <summary>What is stored of upkeep.</summary>
public sealed class UpkeepState
{
    /// <summary>The first hour that has not been gone through.</summary>
    public DateTimeOffset? Next { get; set; }
}

/// <summary>What is stored of one hour of upkeep.</summary>
public sealed class UpkeepHourState
{
    /// <summary>Users to look at.</summary>
    public IReadOnlyList<UserId> Users { get; set; } = [];
}
