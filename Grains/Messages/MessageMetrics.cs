using System.Diagnostics.Metrics;

namespace ChatMux.Grains.Messages;

/// <summary>What a silo measures of messages, under the meter <c>ChatMux</c>.</summary>
public sealed class MessageMetrics
{
    /// <summary>Entries that wait for the commit before theirs.</summary>
    public const string Waiting = "chatmux.messages.waiting";

    private readonly Counter<long> _posted;
    private readonly UpDownCounter<int> _waiting;
    private readonly Histogram<double> _commit;

    /// <summary>Makes the instruments.</summary>
    public MessageMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("ChatMux");
        _posted = meter.CreateCounter<long>("chatmux.messages", "{message}", "Messages that are on disk.");
        _waiting = meter.CreateUpDownCounter<int>(Waiting, "{message}", "Messages, changes and acts that wait until what came before them in their conversation is on disk.");
        _commit = meter.CreateHistogram<double>("chatmux.messages.commit", "s", "From taking a batch of a conversation to its being on disk.");
    }

    internal void Waits(int more) => _waiting.Add(more);

    internal void Written(int messages, TimeSpan took)
    {
        _posted.Add(messages);
        _commit.Record(took.TotalSeconds);
    }
}
