using ChatMux.Grains.Interfaces.Messages;

namespace ChatMux.Model.Tests.Client;

/// <summary>What a tab shows of one conversation, as the client does it: consecutive messages, never with a hole.</summary>
internal sealed class ShownLog
{
    private readonly List<ChatMessage> _messages = [];
    private readonly Dictionary<long, ChatMessage> _early = [];

    public IReadOnlyList<ChatMessage> Messages => _messages;

    /// <summary>Whether a first page has come.</summary>
    public bool Begun { get; private set; }

    /// <summary>The number of the last message shown.</summary>
    public long Last { get; private set; }

    /// <summary>The greatest number that is known to exist.</summary>
    public long Head { get; private set; }

    public bool IsBehind => !Begun || Head > Last;

    /// <summary>Two messages that claim the same number, if such came.</summary>
    public (ChatMessage Known, ChatMessage Other)? Contradiction { get; private set; }

    /// <summary>A message was announced: shown at its turn, and not again.</summary>
    public void Post(ChatMessage message)
    {
        Head = Math.Max(Head, message.Sequence);
        if (Known(message.Sequence) is { } known)
            Contradiction ??= known.Id == message.Id ? null : (known, message);
        else if (!Begun || message.Sequence > Last)
            _early[message.Sequence] = message;
        Absorb();
    }

    /// <summary>Takes the newest page at first, and after that pages of what follows the last message.</summary>
    public void Take(MessagePage page)
    {
        if (!Begun)
        {
            Begun = true;
            Last = page.Messages.Count > 0 ? page.Messages[0].Sequence - 1 : 0;
        }
        Head = Math.Max(Head, page.Head);
        foreach (var message in page.Messages)
            Post(message);
    }

    public void LearnHead(long head) => Head = Math.Max(Head, head);

    private ChatMessage? Known(long number)
    {
        if (_early.TryGetValue(number, out var early))
            return early;
        return _messages.Count > 0 && number >= _messages[0].Sequence && number <= Last
            ? _messages[(int)(number - _messages[0].Sequence)]
            : null;
    }

    private void Absorb()
    {
        while (Begun && _early.Remove(Last + 1, out var next))
        {
            _messages.Add(next);
            Last++;
        }
    }
}
