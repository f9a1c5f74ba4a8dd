using ChatMux.Crowd.Wire;

namespace ChatMux.Crowd.Clients;

/// <summary>The friend list as one browser holds it: whom it knows as friends, and of whom it was told when they were last seen.</summary>
/// <param name="numbers">The number of each person in the crowd, by id.</param>
internal sealed class FriendsView(IReadOnlyDictionary<UInt128, int> numbers)
{
    private readonly List<(int Number, bool LastSeen)> _friends = [];

    /// <summary>Friends with a profile on the list.</summary>
    public int Count => _friends.Count;

    /// <summary>Replaces everything.</summary>
    public void Take(PackReader list)
    {
        _friends.Clear();
        var entries = list.Member("entries"u8);
        for (var left = entries.ReadArray(); left > 0; left--)
        {
            TakeEntry(entries);
            entries.Skip();
        }
    }

    /// <summary>Whether of each friend it can be said that they are here, or when they last were.</summary>
    public bool AllKnown(LobbyView lobby) => _friends.TrueForAll(friend => friend.LastSeen || lobby.Shows(friend.Number));

    private void TakeEntry(PackReader entry)
    {
        var view = entry.Member("view"u8);
        if (view.Member("relation"u8).ReadText().SequenceEqual("friends"u8) && !entry.Member("profile"u8).TryReadNil())
            _friends.Add((numbers[LobbyView.Key(view.Member("with"u8).ReadText())], !entry.Member("lastSeenMs"u8).TryReadNil()));
    }
}
