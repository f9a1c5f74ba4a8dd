using System.Collections.Concurrent;

namespace ChatMux.Browser.Tests;

/// <summary>Listens to what the pages of one browser profile complain of. A test passes only when that is nothing.</summary>
internal sealed class PageWatch
{
    private const string TellOfViolations =
        "addEventListener('securitypolicyviolation', (e) => console.error(`Policy violated: ${e.violatedDirective} by ${e.blockedURI} ${e.sample}`))";

    private readonly ConcurrentQueue<string> _complaints = [];

    /// <summary>Set while a test takes the network or the server away: the browser then reports every try.</summary>
    public bool NetworkMayFail { get; set; }

    public IReadOnlyCollection<string> Complaints => _complaints;

    public static async Task<PageWatch> Over(IBrowserContext profile)
    {
        var watch = new PageWatch();
        await profile.AddInitScriptAsync(TellOfViolations);
        profile.Console += (_, message) =>
        {
            if (message.Type == "error" && !(watch.NetworkMayFail && IsOfNetwork(message.Text)))
                watch._complaints.Enqueue($"{message.Text} ({message.Location})");
        };
        profile.WebError += (_, error) => watch._complaints.Enqueue(error.Error);
        return watch;
    }

    private static bool IsOfNetwork(string text) =>
        text.StartsWith("WebSocket connection to ", StringComparison.Ordinal)
        || text.StartsWith("Failed to load resource: net::ERR_", StringComparison.Ordinal)
        || text.StartsWith("Failed to load resource: the server responded with a status of 503", StringComparison.Ordinal);
}
