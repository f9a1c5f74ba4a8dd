using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Rooms;

namespace ChatMux.Cluster.Tests.Failover;

/// <summary>Members in rooms of ten, each room on all fronts, who write as long as they are told to.</summary>
internal sealed class Crowd : IAsyncDisposable
{
    private const int RoomSize = 10;

    private readonly IReadOnlyList<Uri> _fronts;
    private readonly Member[][] _rooms;

    private Crowd(IReadOnlyList<Uri> fronts, int people)
    {
        _fronts = fronts;
        var behind = new Fronts(fronts);
        _rooms = [.. Enumerable.Range(1, people).Select(i => new Member($"Member {i}", behind)).Chunk(RoomSize)];
    }

    public IEnumerable<Member> Members => _rooms.SelectMany(room => room);

    /// <summary>So many people, who enter at the fronts in turn.</summary>
    public static async Task<Crowd> Enter(IReadOnlyList<Uri> fronts, int people)
    {
        var crowd = new Crowd(fronts, people);
        await Task.WhenAll(crowd._rooms.Select(room => Enter(fronts, room)));
        return crowd;
    }

    /// <summary>All write until it is enough, and until the last of it is acknowledged.</summary>
    public Task Write(TimeSpan pause, CancellationToken enough) => Task.WhenAll(Members.Select(member => member.Write(pause, enough)));

    /// <summary>Waits until every page shows what the log holds, and compares all of it.</summary>
    public async Task<IReadOnlyList<string>> Check(TimeSpan patience)
    {
        var wrong = new List<string>();
        foreach (var room in _rooms)
        {
            var logs = await Task.WhenAll(_fronts.Select(room[0].ReadLog));
            await Task.WhenAll(room.Select(member => member.Page.Shows(logs[0], patience)));
            wrong.AddRange(room.SelectMany(member => member.Page.Wrong));
            wrong.AddRange(Checker.Check([.. room.Select(member => member.Written)], [.. room.Select(member => member.Page.Shown)], logs));
        }
        return wrong;
    }

    public async ValueTask DisposeAsync() => await Task.WhenAll(Members.Select(member => member.DisposeAsync().AsTask()));

    private static async Task Enter(IReadOnlyList<Uri> fronts, Member[] room)
    {
        var id = HexId.New<RoomId>();
        foreach (var (i, member) in room.Index())
            await member.Enter(fronts[i % fronts.Count], id, first: i == 0);
    }
}
