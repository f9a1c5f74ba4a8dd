namespace ChatMux.Cluster.Tests.Failover;

/// <summary>
/// One conversation as a page shows it from its first message on: what comes in its turn is shown, what is missed is fetched. Nothing is
/// corrected here: what comes twice, or other than before, is held against the server.
/// </summary>
internal sealed class Page
{
    private readonly Lock _lock = new();
    private readonly List<Entry> _shown = [];
    private readonly List<string> _wrong = [];
    private readonly List<(long Head, TaskCompletionSource Reached)> _waiting = [];
    private long _head;
    private bool _doubted;

    /// <summary>The messages, in the order in which they stand.</summary>
    public IReadOnlyList<Entry> Shown { get { lock (_lock) return [.. _shown]; } }

    /// <summary>What came that contradicts what was shown.</summary>
    public IReadOnlyList<string> Wrong { get { lock (_lock) return [.. _wrong]; } }

    /// <summary>The number of the last message shown.</summary>
    public long Last { get { lock (_lock) return LastShown; } }

    /// <summary>Whether there is, or may be, more than is shown.</summary>
    public bool MustFetch { get { lock (_lock) return _doubted || LastShown < _head; } }

    private long LastShown => _shown.Count == 0 ? 0 : _shown[^1].Sequence;

    /// <summary>A message was announced.</summary>
    public void Post(Entry message)
    {
        lock (_lock)
        {
            Learn(message.Sequence);
            Show(message);
        }
    }

    /// <summary>The conversation has messages up to this number.</summary>
    public void Learn(long head)
    {
        lock (_lock)
            _head = Math.Max(_head, head);
    }

    /// <summary>Something may have been missed.</summary>
    public void Doubt()
    {
        lock (_lock)
            _doubted = true;
    }

    /// <summary>It is being fetched: what is doubted from now on has to be fetched once more.</summary>
    public void Fetching()
    {
        lock (_lock)
            _doubted = false;
    }

    /// <summary>Takes what was fetched.</summary>
    public void Take(long head, IEnumerable<Entry> messages)
    {
        lock (_lock)
        {
            Learn(head);
            foreach (var message in messages)
                Show(message);
        }
    }

    // Completes when everything up to this number is shown.
    private Task Reaches(long head)
    {
        lock (_lock)
        {
            if (LastShown >= head)
                return Task.CompletedTask;
            Learn(head);
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((head, reached));
            return reached.Task;
        }
    }

    /// <summary>Waits until everything in this log is shown, but not for ever: what does not get there is found by the comparison.</summary>
    public Task Shows(IReadOnlyList<Entry> log, TimeSpan patience) =>
        Task.WhenAny(Reaches(log.Count == 0 ? 0 : log[^1].Sequence), Task.Delay(patience));

    private void Show(Entry message)
    {
        if (message.Sequence <= LastShown)
        {
            var before = _shown[(int)message.Sequence - 1];
            if ((before.Id, before.Author, before.Text) != (message.Id, message.Author, message.Text))
                _wrong.Add($"{message.Sequence} was '{before.Text}' and is '{message.Text}'");
            return;
        }
        // What is in between is fetched first.
        if (message.Sequence > LastShown + 1)
            return;
        _shown.Add(message);
        foreach (var (_, reached) in _waiting.Where(w => w.Head <= LastShown))
            reached.TrySetResult();
    }
}
