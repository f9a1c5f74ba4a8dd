using System.Diagnostics.Metrics;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Delivery;

namespace ChatMux.WebFront.Delivery;

/// <summary>What a front measures, under the meter <c>ChatMux</c>.</summary>
internal sealed class FrontMetrics
{
    /// <summary>Counts the batches that grains handed to this front.</summary>
    public const string Batches = "chatmux.front.batches";

    /// <summary>Counts the frames that this front serialized.</summary>
    public const string Frames = "chatmux.front.frames";

    /// <summary>Counts the outboxes that were emptied.</summary>
    public const string Overflows = "chatmux.outbox.overflows";

    /// <summary>How long messages took from being taken by a silo to the browsers of this front.</summary>
    public const string Delay = "chatmux.messages.delay";

    /// <summary>What waits in all outboxes together.</summary>
    public const string OutboxBytes = "chatmux.outbox.bytes";

    private static readonly KeyValuePair<string, object?> MailboxPlane = KeyValuePair.Create<string, object?>("plane", "Mailbox");

    private static readonly KeyValuePair<string, object?> SealedPlane = KeyValuePair.Create<string, object?>("plane", "Sealed");

    private readonly Meter _meter;
    private readonly UpDownCounter<int> _browsers;
    private readonly Counter<long> _refusals;
    private readonly Counter<long> _overflows;
    private readonly Counter<long> _batches;
    private readonly Counter<long> _frames;
    private readonly Histogram<double> _delay;

    public FrontMetrics(IMeterFactory meters)
    {
        _meter = meters.Create("ChatMux");
        _browsers = _meter.CreateUpDownCounter<int>("chatmux.browsers", "{browser}", "Browsers attached to this front.");
        _refusals = _meter.CreateCounter<long>("chatmux.refusals", "{refusal}", "Calls refused, by code.");
        _overflows = _meter.CreateCounter<long>(Overflows, "{overflow}", "Outboxes emptied because their browser read too slowly.");
        _batches = _meter.CreateCounter<long>(Batches, "{batch}", "Batches that grains handed to this front, by plane.");
        _frames = _meter.CreateCounter<long>(Frames, "{frame}", "Frames serialized, each once for all browsers that get it.");
        _delay = _meter.CreateHistogram<double>(Delay, "s", "From a silo's taking a message to this front's handing it to its browsers, by the clocks of both.");
    }

    public void BrowserAttached() => _browsers.Add(1);

    public void BrowserDetached() => _browsers.Add(-1);

    public void Refused(RefusalCode code) => _refusals.Add(1, KeyValuePair.Create<string, object?>("code", code.ToString()));

    public void OutboxOverflowed() => _overflows.Add(1);

    public void TopicBatchCame(TopicKind topic) => _batches.Add(1, KeyValuePair.Create<string, object?>("plane", topic.ToString()));

    public void MailboxBatchCame() => _batches.Add(1, MailboxPlane);

    public void SealedBatchCame() => _batches.Add(1, SealedPlane);

    public void MessageCame(TimeSpan after) => _delay.Record(Math.Max(0, after.TotalSeconds));

    public void FrameMade() => _frames.Add(1);

    /// <summary>Says where to look for what waits in all outboxes together.</summary>
    public void WatchOutboxes(Func<long> bytes) =>
        _meter.CreateObservableGauge(OutboxBytes, bytes, "By", "What waits for browsers that read slowly.");
}
