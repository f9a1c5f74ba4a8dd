using System.Diagnostics;
using ChatMux.Crowd.Clients;
using ChatMux.Crowd.Measures;

namespace ChatMux.Crowd.Scenarios;

/// <summary>Notes who of the browsers has all friends on its list, and knows of each that they are here or when they last were.</summary>
internal sealed class CompleteFriends
{
    private readonly IReadOnlyList<ChatMuxBrowser> _browsers;
    private readonly int _friends;
    private int _missing;
    private long _begin;

    /// <param name="browsers">Whose lists; each has a view of the lobby.</param>
    /// <param name="numbers">The number of each person, by id.</param>
    /// <param name="friends">How many friends each of them has.</param>
    public CompleteFriends(IEnumerable<ChatMuxBrowser> browsers, IReadOnlyDictionary<UInt128, int> numbers, int friends)
    {
        (_browsers, _friends) = ([.. browsers], friends);
        _missing = _browsers.Count;
        foreach (var browser in _browsers)
        {
            browser.Friends = new FriendsView(numbers);
            browser.FriendsCame = Look;
            browser.LobbyChanged += Look;
        }
    }

    /// <summary>From the beginning to the moment at which each list was complete.</summary>
    public Histogram Delays { get; } = new();

    /// <summary>Browsers whose list is not complete yet.</summary>
    public int Missing => _missing;

    /// <summary>Browsers whose list is complete.</summary>
    public int Complete => _browsers.Count - _missing;

    /// <summary>How often the server refused to give a list, all together.</summary>
    public int Refused => _browsers.Sum(browser => browser.FriendsRefused);

    /// <summary>Counts from this moment of <see cref="Stopwatch"/> on.</summary>
    public void Begin(long moment) => _begin = moment;

    private void Look(ChatMuxBrowser browser)
    {
        if (browser.Friends!.Count < _friends || !browser.Friends.AllKnown(browser.Lobby!))
            return;
        browser.FriendsCame = null;
        browser.LobbyChanged -= Look;
        Delays.RecordSince(_begin);
        Interlocked.Decrement(ref _missing);
    }
}
