namespace ChatMux.Cluster.Tests.Failover;

/// <summary>Pairs of friends, each of the two at another front if there are some, who write to each other as long as they are told to.</summary>
internal sealed class Friends : IAsyncDisposable
{
    private readonly IReadOnlyList<Uri> _fronts;
    private readonly Friend[][] _pairs;

    private Friends(IReadOnlyList<Uri> fronts, int pairs)
    {
        _fronts = fronts;
        var behind = new Fronts(fronts);
        _pairs = [.. Enumerable.Range(1, 2 * pairs).Select(i => new Friend($"Friend {i}", behind)).Chunk(2)];
    }

    public IEnumerable<Friend> All => _pairs.SelectMany(pair => pair);

    /// <summary>So many pairs.</summary>
    public static async Task<Friends> Enter(IReadOnlyList<Uri> fronts, int pairs)
    {
        var friends = new Friends(fronts, pairs);
        await Task.WhenAll(friends._pairs.Select(pair => Enter(fronts, pair)));
        return friends;
    }

    /// <summary>All write until it is enough, and until the last of it is acknowledged.</summary>
    public Task Write(TimeSpan pause, CancellationToken enough) => Task.WhenAll(All.Select(friend => friend.Write(pause, enough)));

    /// <summary>Waits until every page shows what the log holds, and compares all of it, before and after all of it was sent again.</summary>
    public async Task<IReadOnlyList<string>> Check(TimeSpan patience) =>
        [.. (await Task.WhenAll(_pairs.Select(pair => Check(pair, patience)))).SelectMany(wrong => wrong)];

    public async ValueTask DisposeAsync() => await Task.WhenAll(All.Select(friend => friend.DisposeAsync().AsTask()));

    private static async Task Enter(IReadOnlyList<Uri> fronts, Friend[] pair)
    {
        foreach (var (i, friend) in pair.Index())
            await friend.SignUp(fronts[i % fronts.Count]);
        await pair[0].Befriend(pair[1]);
    }

    private async Task<IReadOnlyList<string>> Check(Friend[] pair, TimeSpan patience)
    {
        await Task.WhenAll(pair.Select(friend => friend.RepeatAll(patience)));
        var logs = await Task.WhenAll(pair.SelectMany(friend => _fronts.Select(friend.ReadLog)));
        await Task.WhenAll(pair.Select(friend => friend.Page.Shows(logs[0], patience)));
        var unread = await Task.WhenAll(pair.SelectMany(friend => _fronts.Select(front => friend.CheckUnread(front, logs[0]))));
        return
        [
            .. pair.SelectMany(friend => friend.Wrong.Concat(friend.Page.Wrong)),
            .. Checker.Check([.. pair.Select(friend => friend.Written)], [.. pair.Select(friend => friend.Page.Shown)], logs),
            .. unread.SelectMany(wrong => wrong),
        ];
    }
}
