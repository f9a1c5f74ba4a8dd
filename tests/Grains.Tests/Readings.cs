using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace ChatMux.Grains.Tests;

/// <summary>Meters of a test's own, and what the counters that go up and down stand at.</summary>
internal sealed class Readings : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, int> _sums = [];

    public Readings()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == Meters)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<int>((instrument, by, _, _) => _sums.AddOrUpdate(instrument.Name, by, (_, sum) => sum + by));
        _listener.Start();
    }

    public IMeterFactory Meters => _services.GetRequiredService<IMeterFactory>();

    public int this[string instrument] => _sums.GetValueOrDefault(instrument);

    public void Dispose()
    {
        _listener.Dispose();
        _services.Dispose();
    }
}
