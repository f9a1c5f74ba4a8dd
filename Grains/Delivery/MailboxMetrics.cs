using System.Diagnostics.Metrics;

namespace ChatMux.Grains.Delivery;

/// <summary>What a silo measures of mailboxes, under the meter <c>ChatMux</c>.</summary>
public sealed class MailboxMetrics
{
    /// <summary>Events that browsers have not acknowledged, in all mailboxes of the silo.</summary>
    public const string Events = "chatmux.mailbox.events";

    private readonly UpDownCounter<int> _events;

    /// <summary>Makes the instrument.</summary>
    public MailboxMetrics(IMeterFactory meters) =>
        _events = meters.Create("ChatMux").CreateUpDownCounter<int>(Events, "{event}", "Events that wait in mailboxes until their browser has acknowledged them.");

    internal void Changed(int by) => _events.Add(by);
}
