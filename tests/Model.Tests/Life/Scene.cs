namespace ChatMux.Model.Tests.Life;

/// <summary>What the generator knows of the life that it writes: only what follows from the operations themselves.</summary>
internal sealed class Scene
{
    /// <summary>The room that everyone belongs to.</summary>
    public const int General = 0;

    private readonly Dictionary<int, TabScene> _tabs = [];
    private readonly HashSet<(int Person, int Room)> _members = [];

    /// <summary>A tab that is open.</summary>
    /// <param name="Tab">Its number.</param>
    /// <param name="Person">Whose.</param>
    /// <param name="IsAway">Whether it has lost its network.</param>
    internal sealed record TabScene(int Tab, int Person, bool IsAway);

    /// <summary>How many people have come so far.</summary>
    public int People { get; private set; }

    /// <summary>How many tabs have been opened so far.</summary>
    public int Tabs { get; private set; }

    /// <summary>How many rooms have been created so far, General among them.</summary>
    public int Rooms { get; private set; } = 1;

    /// <summary>How many silos run.</summary>
    public int Silos { get; private set; } = Place.ModelPlace.Silos;

    /// <summary>Which fronts run.</summary>
    public bool[] Fronts { get; } = [.. Enumerable.Repeat(true, Place.ModelPlace.Fronts)];

    /// <summary>Which fronts hang.</summary>
    public bool[] Frozen { get; } = new bool[Place.ModelPlace.Fronts];

    public IReadOnlyList<TabScene> Open => [.. _tabs.Values.OrderBy(tab => tab.Tab)];

    public IReadOnlyList<TabScene> Here => [.. Open.Where(tab => !tab.IsAway)];

    public IReadOnlyList<TabScene> Away => [.. Open.Where(tab => tab.IsAway)];

    /// <summary>The people who have a tab open.</summary>
    public IReadOnlyList<int> Present => [.. Open.Select(tab => tab.Person).Distinct().Order()];

    /// <summary>The rooms that a person belongs to.</summary>
    public IReadOnlyList<int> RoomsOf(int person) => [General, .. Enumerable.Range(1, Rooms - 1).Where(room => _members.Contains((person, room)))];

    public void Apply(Operation operation)
    {
        switch (operation)
        {
            case Operation.Enter enter:
                People = Math.Max(People, enter.Person + 1);
                OpenTab(enter.Tab, enter.Person);
                break;
            case Operation.OpenTab open:
                OpenTab(open.Tab, open.Person);
                break;
            case Operation.CloseTab close:
                _tabs.Remove(close.Tab);
                break;
            case Operation.SignOut signOut:
                foreach (var tab in Open.Where(tab => tab.Person == signOut.Person))
                    _tabs.Remove(tab.Tab);
                break;
            case Operation.CreateRoom create:
                Rooms = Math.Max(Rooms, create.Room + 1);
                _members.Add((create.Person, create.Room));
                break;
            case Operation.JoinRoom join:
                _members.Add((join.Person, join.Room));
                break;
            case Operation.LeaveRoom leave:
                _members.Remove((leave.Person, leave.Room));
                break;
            case Operation.GoAway away:
                _tabs[away.Tab] = _tabs[away.Tab] with { IsAway = true };
                break;
            case Operation.ComeBack back:
                _tabs[back.Tab] = _tabs[back.Tab] with { IsAway = false };
                break;
            case Operation.LoseFront lose:
                Fronts[lose.Front] = Frozen[lose.Front] = false;
                break;
            case Operation.StartFront start:
                Fronts[start.Front] = true;
                break;
            case Operation.FreezeFront freeze:
                Frozen[freeze.Front] = true;
                break;
            case Operation.ThawFront thaw:
                Frozen[thaw.Front] = false;
                break;
            case Operation.Compare:
                Array.Clear(Frozen);
                break;
            case Operation.LoseSilo:
                Silos--;
                break;
            case Operation.StartSilo:
                Silos++;
                break;
        }
    }

    private void OpenTab(int tab, int person)
    {
        Tabs = Math.Max(Tabs, tab + 1);
        _tabs[tab] = new TabScene(tab, person, IsAway: false);
    }
}
