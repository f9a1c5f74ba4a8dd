using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;

namespace ChatMux.Grains.Messages;

// What was written stays with the two who wrote it, also when they are no friends any more.
public sealed partial class DirectConversationGrain
{
    /// <inheritdoc/>
    public async Task<Result<SealedPage>> Read(Actor actor, PageRequest request)
    {
        if (await CheckReading(actor) is { } refused)
            return refused;
        if (!IsPageLength(request.Count) || (request.Before is not null && request.After is not null))
            return RefusalCode.Malformed;
        if ((await User(actor.User).AdmitReading(actor)).Refusal is { } tooFast)
            return tooFast;
        // Taken first: what is written while the page is read is above it, and the browser knows that it lacks it.
        var head = _tail.Head;
        return request.After is { } after
            ? SealedPages.After(await log.ReadAfter(Id, after, request.Count), head)
            : SealedPages.Before(await log.ReadBefore(Id, request.Before ?? long.MaxValue, request.Count), head);
    }

    /// <inheritdoc/>
    public async Task<Result<SealedPage>> ReadChanges(Actor actor, long after, int count)
    {
        if (await CheckReading(actor) is { } refused)
            return refused;
        if (!IsPageLength(count))
            return RefusalCode.Malformed;
        if ((await User(actor.User).AdmitReading(actor)).Refusal is { } tooFast)
            return tooFast;
        var head = _tail.Head;
        return SealedPages.OfChanges(await log.ReadSealedChanges(Id, after, count + 1), count, head);
    }

    /// <inheritdoc/>
    public async Task<Result<LogPlace>> FindTime(Actor actor, long atMs)
    {
        if (await CheckReading(actor) is { } refused)
            return refused;
        if ((await User(actor.User).AdmitReading(actor)).Refusal is { } tooFast)
            return tooFast;
        return new LogPlace(await LogTimes.FirstAt(log, Id, _tail.Head, atMs));
    }

    /// <inheritdoc/>
    public async Task<Result<EpochPage>> ReadEpochs(Actor actor, long after)
    {
        if (await CheckReading(actor) is { } refused)
            return refused;
        if ((await User(actor.User).AdmitKeyReading(actor)).Refusal is { } tooFast)
            return tooFast;
        var records = epochs.State.Records;
        var from = (int)Math.Clamp(after, 0, records.Count);
        return new EpochPage(records.GetRange(from, Math.Min(Limits.EpochsPerPage, records.Count - from)));
    }

    private static bool IsPageLength(int count) => count is >= 1 and <= Limits.PageLength;

    // Where nothing was ever written, friends alone find the nothing.
    private async Task<Refusal?> CheckReading(Actor actor)
    {
        if ((CheckActor(actor) ?? await CheckDevice(actor)) is { } refused)
            return refused;
        if (_tail.Head > 0)
            return null;
        var apart = await _friendship.Check(actor.User);
        return apart?.Code == RefusalCode.NotFriends ? new Refusal(RefusalCode.NotFound) : apart;
    }
}
