using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Friends;
using ChatMux.Grains.Interfaces.Lobby;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Friends;

/// <summary>
/// Who the people on a friend list are, and when friends were last seen. The lobby knows those who are here, in one call; the
/// others are asked themselves, and whoever does not answer in time stays unknown.
/// </summary>
internal sealed class FriendProfiles(IGrainFactory grains, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <param name="Entries">What is shown.</param>
    /// <param name="Gone">Those who were nothing but blocked, and whose account has ended.</param>
    public sealed record Found(IReadOnlyList<FriendEntry> Entries, IReadOnlyList<UserId> Gone);

    /// <summary>Finds out about these people.</summary>
    public async Task<Found> Find(IReadOnlyList<FriendshipView> views)
    {
        if (views.Count == 0)
            return new Found([], []);
        var here = (await Here([.. views.Select(view => view.With)])).ToDictionary(person => person.Profile.Id, person => person.Profile);
        var entries = await Task.WhenAll(views.Select(view => here.TryGetValue(view.With, out var profile)
            ? Task.FromResult<FriendEntry?>(new FriendEntry(view, profile, null))
            : Ask(view)));
        var gone = views.Where((view, i) => entries[i] is null && view.Relation == FriendRelation.None).Select(view => view.With);
        return new Found([.. entries.OfType<FriendEntry>()], [.. gone]);
    }

    private async Task<IReadOnlyList<LobbyPerson>> Here(IReadOnlyList<UserId> users)
    {
        try
        {
            return await grains.Grain<ILobbyGrain>(ILobbyGrain.Key).Find(users).WaitAsync(Patience, time);
        }
        catch (Exception)
        {
            return [];
        }
    }

    // Null when there is no such user any more: the end of a friendship with them is on its way.
    private async Task<FriendEntry?> Ask(FriendshipView view)
    {
        try
        {
            var seen = await grains.Grain<IUserGrain>(view.With.Value).GetLastSeen().WaitAsync(Patience, time);
            return seen is null ? null : new FriendEntry(view, seen.Profile, view.Relation == FriendRelation.Friends ? seen.SeenMs : null);
        }
        catch (Exception)
        {
            return new FriendEntry(view, null, null);
        }
    }
}
