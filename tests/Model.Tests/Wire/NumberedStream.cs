namespace ChatMux.Model.Tests.Wire;

/// <summary>
/// The numbers of one kind of event as they come over one socket: each once, in order, and without a gap that the browser
/// is not told of. What it was told is that a number exists (it fetches up to there), or that it must fetch everything.
/// </summary>
/// <param name="name">What is numbered.</param>
/// <param name="replayed">
/// Whether what was not acknowledged is sent once more when the front attaches again, which it says by asking for a resync. It may have
/// come before: a front that was too slow is taken for one that got nothing. Browsers drop what they have.
/// </param>
internal sealed class NumberedStream(string name, bool replayed = false)
{
    private readonly List<(long First, long Last)> _gaps = [];
    private long _last;
    private long _toldUpTo;
    private long _excusedUpTo;
    private long _replayedUpTo;
    private bool _mayJump;

    /// <summary>An event came.</summary>
    /// <returns>What is wrong with that at once, if anything.</returns>
    public Divergence? Heard(long number)
    {
        if (number <= _replayedUpTo)
            return null;
        if (number <= _last)
            return TryFill(number)
                ? new Divergence(DivergenceKind.EventReordered, $"{name} {number} came after {_last}")
                : new Divergence(DivergenceKind.EventDuplicated, $"{name} {number} came again, after {_last}");
        if (number > _last + 1)
            _gaps.Add((_last + 1, number - 1));
        if (_mayJump)
            _excusedUpTo = number - 1;
        _mayJump = false;
        _last = number;
        return null;
    }

    /// <summary>The browser was told that everything up to this number exists: what of it does not come, it fetches.</summary>
    public void StandsAt(long number) => _toldUpTo = Math.Max(_toldUpTo, number);

    /// <summary>The browser was told to fetch everything: what was missing until now, and before the next event, is no loss.</summary>
    public void Resync()
    {
        _excusedUpTo = _last;
        _mayJump = true;
        if (replayed)
            _replayedUpTo = _last;
    }

    /// <summary>The gaps that nothing has told of.</summary>
    public IEnumerable<Divergence> Missing() => _gaps
        .Where(gap => gap.Last > Math.Max(_toldUpTo, _excusedUpTo))
        .Select(gap => new Divergence(DivergenceKind.EventDropped, $"{name} {gap.First} to {gap.Last} never came"));

    private bool TryFill(long number)
    {
        var index = _gaps.FindIndex(gap => gap.First <= number && number <= gap.Last);
        if (index < 0)
            return false;
        var (first, last) = _gaps[index];
        _gaps.RemoveAt(index);
        if (first < number)
            _gaps.Add((first, number - 1));
        if (number < last)
            _gaps.Add((number + 1, last));
        return true;
    }
}
