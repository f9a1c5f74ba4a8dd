using System.Collections.Concurrent;
using ChatMux.WebFront.Delivery;

namespace ChatMux.WebFront.Connections;

/// <summary>The browsers that are attached to this front.</summary>
internal sealed class Browsers
{
    private readonly ConcurrentDictionary<string, Browser> _byAttachment = [];
    private readonly FrontMetrics _metrics;

    public Browsers(FrontMetrics metrics)
    {
        _metrics = metrics;
        metrics.WatchOutboxes(() => _byAttachment.Sum(b => (long)b.Value.Outbox.WaitingBytes));
    }

    /// <summary>All, also those that are being attached.</summary>
    public IEnumerable<Browser> All => _byAttachment.Select(pair => pair.Value);

    /// <summary>Those whose grain has taken them.</summary>
    public IEnumerable<Browser> Attached => All.Where(browser => browser.Attached);

    public void Add(Browser browser)
    {
        if (_byAttachment.TryAdd(browser.Attachment.Id, browser))
            _metrics.BrowserAttached();
    }

    public void Remove(Browser browser)
    {
        if (_byAttachment.TryRemove(browser.Attachment.Id, out _))
            _metrics.BrowserDetached();
    }

    public Browser? Find(string attachmentId) => _byAttachment.GetValueOrDefault(attachmentId);
}
