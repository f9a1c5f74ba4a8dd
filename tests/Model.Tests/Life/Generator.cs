using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Model.Tests.Place;

namespace ChatMux.Model.Tests.Life;

/// <summary>Writes a random life of the place: the same seed writes the same one.</summary>
internal sealed class Generator(int seed)
{
    private const int MostPeople = 5;
    private const int MostTabsEach = 3;
    private const int MostMessages = 5;
    private const int MostRooms = 4;

    // Few and new ones, so that several people change the same.
    private const int MostTargets = 6;

    // How many operations may pass without a comparison: near enough for a divergence to be understood.
    private const int CompareEvery = 25;

    private static readonly int[] Waits = [0, 0, 100, 300, 1_000, 3_000, 6_000, 12_000, 20_000, 45_000, 70_000];

    private readonly Random _random = new(seed);
    private readonly Scene _scene = new();

    /// <summary>A life of so many operations, which ends with a comparison.</summary>
    public IReadOnlyList<Operation> Write(int steps)
    {
        var life = new List<Operation>();
        while (life.Count < steps)
        {
            var next = (life.Count + 1) % CompareEvery == 0 ? new Operation.Compare() : Next();
            _scene.Apply(next);
            life.Add(next);
        }
        life.Add(new Operation.Compare());
        return life;
    }

    // Of what can happen now, each with its weight.
    private Operation Next()
    {
        var choices = Choices().Where(choice => choice.Weight > 0).ToArray();
        var drawn = _random.Next(choices.Sum(choice => choice.Weight));
        foreach (var (weight, write) in choices)
            if ((drawn -= weight) < 0)
                return write();
        throw new InvalidOperationException("no choice was drawn");
    }

    private IEnumerable<(int Weight, Func<Operation> Write)> Choices() => [.. PeopleDo(), .. PlaceSuffers()];

    private IEnumerable<(int Weight, Func<Operation> Write)> PeopleDo()
    {
        var (here, open, away, present) = (_scene.Here, _scene.Open, _scene.Away, _scene.Present);
        var roomForTabs = present.Where(person => open.Count(tab => tab.Person == person) < MostTabsEach).ToArray();
        var rooms = Enumerable.Range(1, _scene.Rooms - 1).ToArray();
        var outside = present.SelectMany(person => rooms.Except(_scene.RoomsOf(person)).Select(room => new Operation.JoinRoom(person, room))).ToArray();
        var inside = present.SelectMany(person => rooms.Intersect(_scene.RoomsOf(person)).Select(room => new Operation.LeaveRoom(person, room))).ToArray();
        return
        [
            (present.Count == 0 ? 60 : present.Count < MostPeople ? 8 : 0,
                () => new Operation.Enter(_scene.People, _scene.Tabs, Front(), Device())),
            (roomForTabs.Length > 0 ? 5 : 0, () => new Operation.OpenTab(One(roomForTabs), _scene.Tabs, Front(), Device())),
            (open.Count > 1 ? 3 : 0, () => new Operation.CloseTab(One(open).Tab, Coin())),
            (present.Count > 1 ? 1 : 0, () => new Operation.SignOut(One(present), Front())),
            (here.Count > 0 ? 24 : 0, () => In(One(here), (tab, room) => new Operation.Send(tab, room, _random.Next(1, MostMessages + 1)))),
            (here.Count > 0 ? 8 : 0, () => In(One(here), (tab, room) => new Operation.MarkRead(tab, room))),
            (here.Count > 0 ? 6 : 0, () => In(One(here), (tab, room) => new Operation.Reply(tab, room, Target()))),
            (here.Count > 0 ? 8 : 0, () => In(One(here), (tab, room) => new Operation.Edit(tab, room, Target(), Own: _random.Next(5) > 0))),
            (here.Count > 0 ? 3 : 0, () => In(One(here), (tab, room) => new Operation.Delete(tab, room, Target(), Own: _random.Next(5) > 0))),
            (here.Count > 0 ? 14 : 0, () => In(One(here), (tab, room) => new Operation.React(tab, room, Target(), _random.Next(3), _random.Next(3) > 0))),
            (here.Count > 0 ? 4 : 0, () => In(One(here), (tab, room) => new Operation.LookBack(tab, room))),
            (present.Count > 0 && _scene.Rooms < MostRooms ? 3 : 0, () => new Operation.CreateRoom(One(present), _scene.Rooms)),
            (outside.Length > 0 ? 8 : 0, () => One(outside)),
            (inside.Length > 0 ? 4 : 0, () => One(inside)),
            (here.Count > 0 ? 6 : 0, () => new Operation.Drop(One(here).Tab, Front(), Coin())),
            (here.Count > 0 ? 3 : 0, () => new Operation.Move(One(here).Tab, Front())),
            (here.Count > 0 ? 3 : 0, () => new Operation.GoAway(One(here).Tab)),
            (away.Count > 0 ? 6 : 0, () => new Operation.ComeBack(One(away).Tab, Front())),
        ];
    }

    private IEnumerable<(int Weight, Func<Operation> Write)> PlaceSuffers()
    {
        var running = Enumerable.Range(0, ModelPlace.Fronts).Where(front => _scene.Fronts[front]).ToArray();
        var down = Enumerable.Range(0, ModelPlace.Fronts).Except(running).ToArray();
        var (open, present) = (_scene.Open, _scene.Present);
        return
        [
            (running.Length > 1 ? 2 : 0, () => new Operation.LoseFront(One(running), Coin())),
            (down.Length > 0 ? 6 : 0, () => new Operation.StartFront(One(down))),
            (running.Any(front => !_scene.Frozen[front]) ? 1 : 0, () => new Operation.FreezeFront(One([.. running.Where(front => !_scene.Frozen[front])]))),
            (_scene.Frozen.Contains(true) ? 8 : 0, () => new Operation.ThawFront(Array.IndexOf(_scene.Frozen, true))),
            (_scene.Silos > 1 ? 2 : 0, () => new Operation.LoseSilo(_random.Next(_scene.Silos), Coin())),
            (_scene.Silos < ModelPlace.Silos ? 6 : 0, () => new Operation.StartSilo()),
            (1, () => new Operation.ForgetLobby()),
            (2, () => new Operation.ForgetConversation(_random.Next(_scene.Rooms))),
            (1, () => new Operation.ForgetRoom(_random.Next(_scene.Rooms))),
            (1, () => new Operation.ForgetDirectory()),
            (open.Count > 0 ? 2 : 0, () => new Operation.ForgetConnection(One(open).Tab)),
            (present.Count > 0 ? 1 : 0, () => new Operation.ForgetUser(One(present))),
            (present.Count > 0 ? 1 : 0, () => new Operation.ForgetInbox(One(present))),
            (16, () => new Operation.Wait(Waits[_random.Next(Waits.Length)])),
        ];
    }

    private Operation In(Scene.TabScene tab, Func<int, int, Operation> write) => write(tab.Tab, One(_scene.RoomsOf(tab.Person)));

    private int Target() => _random.Next(MostTargets);

    private int Front() => _random.Next(ModelPlace.Fronts);

    private bool Coin() => _random.Next(2) == 0;

    private DeviceKind Device() => (DeviceKind)_random.Next(3);

    private T One<T>(IReadOnlyList<T> of) => of[_random.Next(of.Count)];
}
