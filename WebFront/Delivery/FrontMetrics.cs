using System.Diagnostics.Metrics;
using ChatMux.Grains.Interfaces;

namespace ChatMux.WebFront.Delivery;

/// <summary>What a front measures, under the meter <c>ChatMux</c>.</summary>
internal sealed class FrontMetrics
{
    private readonly UpDownCounter<int> _browsers;
    private readonly Counter<long> _refusals;
    private readonly Counter<long> _overflows;

    public FrontMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("ChatMux");
        _browsers = meter.CreateUpDownCounter<int>("chatmux.browsers", "{browser}", "Browsers attached to this front.");
        _refusals = meter.CreateCounter<long>("chatmux.refusals", "{refusal}", "Calls refused, by code.");
        _overflows = meter.CreateCounter<long>("chatmux.outbox.overflows", "{overflow}", "Outboxes emptied because their browser read too slowly.");
    }

    public void BrowserAttached() => _browsers.Add(1);

    public void BrowserDetached() => _browsers.Add(-1);

    public void Refused(RefusalCode code) => _refusals.Add(1, KeyValuePair.Create<string, object?>("code", code.ToString()));

    public void OutboxOverflowed() => _overflows.Add(1);
}
