using System.Collections.Concurrent;

namespace ChatMux.WebFront.Connections;

/// <summary>The browsers that are attached to this front.</summary>
internal sealed class Browsers
{
    private readonly ConcurrentDictionary<string, Browser> _byAttachment = [];

    public ICollection<Browser> All => _byAttachment.Values;

    public void Add(Browser browser) => _byAttachment[browser.Attachment.Id] = browser;

    public bool Remove(Browser browser) => _byAttachment.TryRemove(browser.Attachment.Id, out _);

    public Browser? Find(string attachmentId) => _byAttachment.GetValueOrDefault(attachmentId);
}
