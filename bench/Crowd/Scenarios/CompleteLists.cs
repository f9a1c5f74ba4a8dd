using System.Diagnostics;
using ChatMux.Crowd.Clients;

namespace ChatMux.Crowd.Scenarios;

/// <summary>Notes who of the browsers has seen everyone in its list of people, and how they are here.</summary>
internal sealed class CompleteLists
{
    private readonly IReadOnlyList<ChatMuxBrowser> _browsers;
    private int _missing;
    private long _last;

    public CompleteLists(IEnumerable<ChatMuxBrowser> browsers, IReadOnlyDictionary<UInt128, int> numbers)
    {
        _browsers = [.. browsers];
        _missing = _browsers.Count;
        foreach (var browser in _browsers)
        {
            browser.Lobby ??= new LobbyView(numbers);
            browser.LobbyChanged += Look;
        }
    }

    /// <summary>Browsers that have not seen everyone yet.</summary>
    public int Missing => _missing;

    /// <summary>Browsers that have seen everyone.</summary>
    public int Complete => _browsers.Count - _missing;

    /// <summary>The moment at which the last one saw everyone.</summary>
    public long Last => Interlocked.Read(ref _last);

    /// <summary>How often a browser had to fetch the list anew, all together.</summary>
    public int Fetches => _browsers.Sum(browser => browser.LobbyFetches);

    private void Look(ChatMuxBrowser browser)
    {
        if (browser.Lobby!.Count < _browsers.Count)
            return;
        browser.LobbyChanged -= Look;
        Interlocked.Exchange(ref _last, Stopwatch.GetTimestamp());
        Interlocked.Decrement(ref _missing);
    }
}
