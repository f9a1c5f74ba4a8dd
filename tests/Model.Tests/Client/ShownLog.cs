using ChatMux.Grains.Interfaces.Messages;

namespace ChatMux.Model.Tests.Client;

/// <summary>
/// What a tab shows of one conversation, as the client does it: messages without a hole between them, as they are after every
/// change up to <see cref="Last"/>.
/// </summary>
internal sealed class ShownLog
{
    // As many changes as the client remembers for pages of older messages that are on their way.
    private const int RecentAtMost = 100;

    private readonly Dictionary<long, Entry> _early = [];
    private readonly List<MessageChange> _recent = [];
    private long _recentFrom;

    public IReadOnlyList<ChatMessage> Messages { get; private set; } = [];

    /// <summary>Whether a first page has come.</summary>
    public bool Begun { get; private set; }

    /// <summary>The number up to which everything is in what is shown. Changes have numbers too.</summary>
    public long Last { get; private set; }

    /// <summary>The number of the first message shown.</summary>
    public long First => Messages.Count > 0 ? Messages[0].Sequence : Last + 1;

    /// <summary>The greatest number that is known to exist.</summary>
    public long Head { get; private set; }

    public bool HasOlder { get; private set; }

    public bool IsBehind => !Begun || Head > Last;

    /// <summary>A message or a change was announced: taken in at its turn, and not again.</summary>
    public void Post(Entry entry)
    {
        Head = Math.Max(Head, entry.Sequence);
        if (Begun && entry.Sequence <= Last)
            return;
        _early.TryAdd(entry.Sequence, entry);
        Absorb();
    }

    /// <summary>Takes the newest page at first, and after that pages of what follows <see cref="Last"/>.</summary>
    public void Take(MessagePage page)
    {
        Head = Math.Max(Head, page.Head);
        if (!Begun)
            (Begun, Messages, Last, HasOlder, _recentFrom) = (true, page.Messages, page.Last, page.HasOlder, page.Last);
        else if (page.Last > Last)
        {
            foreach (var entry in page.Messages.Select(Entry.Of).Concat(page.Changes.Select(Entry.Of)).OrderBy(e => e.Sequence))
                Add(entry);
            Last = page.Last;
        }
        foreach (var known in _early.Keys.Where(number => number <= Last).ToArray())
            _early.Remove(known);
        Absorb();
    }

    /// <summary>Takes a page of older messages, unless it does not join on any more or what was changed since is not remembered.</summary>
    public void Prepend(MessagePage page, long before)
    {
        if (before != First || page.Head < _recentFrom)
            return;
        Messages = [.. _recent.Aggregate(page.Messages, Entry.Apply), .. Messages];
        HasOlder = page.HasOlder;
    }

    public void LearnHead(long head) => Head = Math.Max(Head, head);

    private void Absorb()
    {
        while (Begun && _early.Remove(Last + 1, out var next))
        {
            Add(next);
            Last++;
        }
    }

    private void Add(Entry entry)
    {
        if (entry.Sequence <= Last)
            return;
        Messages = entry.AddTo(Messages);
        if (entry.Change is not { } change)
            return;
        _recent.Add(change);
        if (_recent.Count <= RecentAtMost)
            return;
        _recentFrom = _recent[0].Sequence;
        _recent.RemoveAt(0);
    }
}
