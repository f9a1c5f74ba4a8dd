using System.Diagnostics.Metrics;
using ChatMux.WebFront.Delivery;
using Microsoft.Extensions.DependencyInjection;

namespace ChatMux.WebFront.Tests;

/// <summary>What one front's meter has counted so far.</summary>
internal sealed class FrontReadings : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _conversationBatches;
    private long _frames;
    private long _overflows;

    public FrontReadings(IServiceProvider front)
    {
        var meters = front.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "ChatMux" && instrument.Meter.Scope == meters)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>(Count);
        _listener.Start();
    }

    /// <summary>Batches that conversations handed to the front.</summary>
    public long ConversationBatches => Interlocked.Read(ref _conversationBatches);

    /// <summary>Frames that the front serialized.</summary>
    public long Frames => Interlocked.Read(ref _frames);

    /// <summary>Outboxes that were emptied.</summary>
    public long Overflows => Interlocked.Read(ref _overflows);

    /// <summary>What waits in all outboxes together, as the gauge says.</summary>
    public long OutboxBytes { get; private set; }

    /// <summary>Reads the gauges.</summary>
    public void Read() => _listener.RecordObservableInstruments();

    public void Dispose() => _listener.Dispose();

    private void Count(Instrument instrument, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        if (instrument.Name == FrontMetrics.Batches && tags[0].Value is "Conversation")
            Interlocked.Add(ref _conversationBatches, value);
        else if (instrument.Name == FrontMetrics.Frames)
            Interlocked.Add(ref _frames, value);
        else if (instrument.Name == FrontMetrics.Overflows)
            Interlocked.Add(ref _overflows, value);
        else if (instrument.Name == FrontMetrics.OutboxBytes)
            OutboxBytes = value;
    }
}
