using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Browser.Tests.Graph;

/// <summary>Many people who are here without a browser, until it is disposed of, and the rooms that they are in.</summary>
internal sealed class Company : IAsyncDisposable
{
    // Well within the time that a connection is known without a touch, however slow the machine.
    private static readonly TimeSpan TouchPeriod = TimeSpan.FromSeconds(15);

    private static readonly string[] Names = ["Ada", "Grace", "Linus", "Barbara", "Edsger", "Frances", "Tony", "Radia", "Ken", "Margaret", "Alan", "Katherine"];
    private static readonly string[] Topics = ["Tea", "Music", "Gardening", "Chess", "Books", "Quantum mechanics for the curious", "Kitchen", "Films", "Running", "日本語", "Maps", "Trains"];

    private readonly List<(Actor Actor, FrontId Front)> _people = [];
    private readonly List<RoomId> _rooms = [];
    private readonly ChatServer _server;
    private readonly PeriodicTimer _touches = new(TouchPeriod);
    private readonly Task _stays;
    private int _here;

    public Company(ChatServer server)
    {
        _server = server;
        _stays = Stay();
    }

    public int People => _people.Count;

    public int Rooms => _rooms.Count;

    /// <summary>So many more people come.</summary>
    public async Task Come(int people)
    {
        var front = HexId.New<FrontId>();
        var from = _people.Count;
        _people.AddRange(Enumerable.Range(0, people).Select(_ =>
            (new Actor(HexId.New<UserId>(), HexId.New<DeviceId>(), HexId.New<SessionId>(), HexId.New<ConnectionId>()), front)));
        foreach (var some in Enumerable.Range(from, people).Chunk(50))
        {
            await Task.WhenAll(some.Select(Enter));
            _here = some[^1] + 1;
        }
    }

    /// <summary>So many more rooms are opened, each by somebody else.</summary>
    public async Task Open(int rooms)
    {
        for (var room = 0; room < rooms; room++)
            await Create(_rooms.Count);
    }

    /// <summary>The first so many people join a room each.</summary>
    public async Task Fill(int people)
    {
        foreach (var some in Enumerable.Range(0, people).Chunk(20))
            await Task.WhenAll(some.Select(person => Join(person, RoomOf(person))));
    }

    /// <summary>The first so many people go to another room.</summary>
    public async Task MoveOn(int people, int by)
    {
        foreach (var some in Enumerable.Range(0, people).Chunk(10))
            await Task.WhenAll(some.Select(async person =>
            {
                var room = (RoomOf(person) + by) % _rooms.Count;
                await Join(person, room);
                await Done(() => User(person).VisitRoom(_people[person].Actor, _rooms[room]));
            }));
    }

    public async ValueTask DisposeAsync()
    {
        _touches.Dispose();
        await _stays;
    }

    private async Task Stay()
    {
        while (await _touches.WaitForNextTickAsync())
            foreach (var some in Enumerable.Range(0, _here).Chunk(50))
                await Task.WhenAll(some.Select(Touch));
    }

    private int RoomOf(int person) => (person * 7 + person / 9) % _rooms.Count;

    private async Task Enter(int index)
    {
        var name = $"{Names[index % Names.Length]}{(index < Names.Length ? "" : $" {index / Names.Length}")}";
        await Done(() => User(index).BecomeGuest(new GuestProfile(name, $"#{index * 2_654_435L % 0xffffff:x6}")));
        await Touch(index);
    }

    private async Task Touch(int index)
    {
        var (actor, front) = _people[index];
        await Done(() => User(index).ConnectionPresent(
            new ConnectionPresence(actor.Connection, actor.Session, front, DeviceKind.Desktop, Attached: false, Idle: index % 4 == 1), socket: null));
    }

    private async Task Create(int index)
    {
        var (room, owner) = (HexId.New<RoomId>(), _people[index % _people.Count].Actor);
        _rooms.Add(room);
        var name = $"{Topics[index % Topics.Length]}{(index < Topics.Length ? "" : $" {index / Topics.Length}")}";
        await Done(() => _server.Grains.GetGrain<IInboxGrain>(owner.User.Value).CreateRoom(owner, room, name, "", temporary: false));
    }

    private async Task Join(int person, int room)
    {
        var (actor, _) = _people[person];
        await Done(() => _server.Grains.GetGrain<IInboxGrain>(actor.User.Value).JoinRoom(actor, _rooms[room]));
    }

    // As a front does: on a machine this slow a call may time out, and everything here may be asked for twice.
    private static async Task Done<T>(Func<Task<Result<T>>> call) where T : class
    {
        for (var tries = 1; ; tries++)
            try
            {
                Assert.Null((await call()).Refusal);
                return;
            }
            catch (TimeoutException) when (tries < 10)
            {
            }
    }

    private IUserGrain User(int index) => _server.Grains.GetGrain<IUserGrain>(_people[index].Actor.User.Value);
}
