using ChatMux.Grains.Interfaces.Messages;

namespace ChatMux.Cluster.Tests.Failover;

/// <summary>
/// One room as a page shows it from its first message on: what comes in its turn is shown, what is missed is fetched. Nothing is
/// corrected here: what comes twice, or other than before, is held against the server.
/// </summary>
internal sealed class Page
{
    private readonly Lock _lock = new();
    private readonly List<ChatMessage> _shown = [];
    private readonly List<string> _wrong = [];
    private readonly List<(long Head, TaskCompletionSource Reached)> _waiting = [];
    private long _head;
    private bool _doubted;

    /// <summary>The messages, in the order in which they stand.</summary>
    public IReadOnlyList<ChatMessage> Shown { get { lock (_lock) return [.. _shown]; } }

    /// <summary>What came that contradicts what was shown.</summary>
    public IReadOnlyList<string> Wrong { get { lock (_lock) return [.. _wrong]; } }

    /// <summary>The number of the last message shown.</summary>
    public long Last { get { lock (_lock) return LastShown; } }

    /// <summary>Whether there is, or may be, more than is shown.</summary>
    public bool MustFetch { get { lock (_lock) return _doubted || LastShown < _head; } }

    private long LastShown => _shown.Count == 0 ? 0 : _shown[^1].Sequence;

    /// <summary>A message was announced.</summary>
    public void Post(ChatMessage message)
    {
        lock (_lock)
        {
            Learn(message.Sequence);
            Show(message);
        }
    }

    /// <summary>The room has messages up to this number.</summary>
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
    public void Take(MessagePage page)
    {
        lock (_lock)
        {
            Learn(page.Head);
            foreach (var message in page.Messages)
                Show(message);
        }
    }

    /// <summary>Completes when everything up to this number is shown.</summary>
    public Task Reaches(long head)
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

    private void Show(ChatMessage message)
    {
        if (message.Sequence <= LastShown)
        {
            var before = _shown[(int)message.Sequence - 1];
            if ((before.Id, before.Author.Id, before.Text) != (message.Id, message.Author.Id, message.Text))
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
