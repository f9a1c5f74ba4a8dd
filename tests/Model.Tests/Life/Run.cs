using System.Diagnostics;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Lobby;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Rooms;
using ChatMux.Model.Tests.Client;
using ChatMux.Model.Tests.Place;
using ChatMux.Model.Tests.Reference;

namespace ChatMux.Model.Tests.Life;

/// <summary>Lives one life in a place of its own, and compares it with the model on the way.</summary>
internal sealed class Run
{
    // Longer than any lease, grace and touch round, one after the other.
    private static readonly TimeSpan ComesToRestWithin = TimeSpan.FromSeconds(150);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(500);

    // What the machine may take for the work that is under way, however fast the clock of the place runs.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly string[] Emoji = ["👍", "❤️", "😀"];

    private readonly Stage _stage = new();
    private readonly ReferenceModel _model = new(RoomDirectoryGrain.General);
    private readonly List<RoomId> _rooms = [RoomDirectoryGrain.General];
    private readonly Dictionary<int, (Person Person, Wishes Wishes)> _people = [];
    private readonly Dictionary<int, (Tab Tab, int Person, DeviceKind Device)> _tabs = [];
    private readonly List<Operation> _lived = [];
    private readonly ModelPlace _place;
    private int _messages;

    private Run(ModelPlace place) => _place = place;

    /// <summary>The conversation that everyone takes part in.</summary>
    public static ConversationId General { get; } = ConversationId.Of(RoomDirectoryGrain.General);

    /// <exception cref="DivergedException">The place and the model differ.</exception>
    public static async Task Live(IReadOnlyList<Operation> life, string howToReplay, Fault fault = Fault.None)
    {
        await using var place = await ModelPlace.Open(fault);
        var run = new Run(place);
        await run._stage.Run(() => run.Live(life, howToReplay));
    }

    private async Task Live(IReadOnlyList<Operation> life, string howToReplay)
    {
        try
        {
            foreach (var operation in life)
            {
                _lived.Add(operation);
                _place.Journal.Note("run", $"{_lived.Count}. {operation}");
                var found = operation is Operation.Compare ? await ComeToRest() : await Do(operation);
                if (operation is Operation.Compare)
                    _place.Journal.Note("run", $"{found.Count} divergences");
                if (found.Count > 0)
                    throw new DivergedException(howToReplay, _lived, found, _place.Journal.Lines);
            }
        }
        finally
        {
            foreach (var (tab, _, _) in _tabs.Values)
                tab.Close(politely: false);
        }
    }

    private async Task<IReadOnlyList<Divergence>> Do(Operation operation)
    {
        await (operation switch
        {
            Operation.Wait wait => _place.Pass(TimeSpan.FromMilliseconds(wait.Milliseconds)),
            Operation.LoseFront lose => _place.LoseFront(lose.Front, lose.Die),
            Operation.StartFront start => _place.StartFront(start.Front),
            Operation.FreezeFront freeze => At(() => _place.Freeze(freeze.Front)),
            Operation.ThawFront thaw => At(() => _place.Thaw(thaw.Front)),
            Operation.LoseSilo lose => _place.LoseSilo(lose.Silo, lose.Die),
            Operation.StartSilo => _place.StartSilo(),
            Operation.ForgetLobby => _place.Forget<ILobbyGrain>(ILobbyGrain.Key),
            Operation.ForgetDirectory => _place.Forget<IRoomDirectoryGrain>(IRoomDirectoryGrain.Key),
            Operation.ForgetRoom forget => _place.Forget<IRoomGrain>(_rooms[forget.Room].Value),
            Operation.ForgetConversation forget => _place.Forget<IConversationGrain>(_rooms[forget.Room].Value),
            Operation.ForgetConnection forget => _place.Forget<IConnectionGrain>(_tabs[forget.Tab].Tab.Connection.Value),
            Operation.ForgetUser forget => Forget<IUserGrain>(forget.Person),
            Operation.ForgetInbox forget => Forget<IInboxGrain>(forget.Person),
            _ => Act(operation),
        });
        return [];
    }

    private Task Forget<T>(int person) where T : IGrainWithStringKey =>
        _people[person].Person.User is { } user ? _place.Forget<T>(user.Value) : Task.CompletedTask;

    private static Task At(Action act)
    {
        act();
        return Task.CompletedTask;
    }

    private Task Act(Operation operation)
    {
        switch (operation)
        {
            case Operation.Enter enter:
                var person = new Person($"p{enter.Person}", _place, _model);
                _people[enter.Person] = (person, new Wishes(person, _model, _place, _stage));
                Open(enter.Tab, enter.Person, enter.Front, enter.Device);
                break;
            case Operation.OpenTab open:
                Open(open.Tab, open.Person, open.Front, open.Device);
                break;
            case Operation.CloseTab close:
                Close(close.Tab, close.Politely);
                break;
            case Operation.SignOut signOut:
                foreach (var (tab, _) in _tabs.Where(tab => tab.Value.Person == signOut.Person))
                    Close(tab, politely: true);
                _stage.Start(() => _people[signOut.Person].Person.SignOut(signOut.Front));
                break;
            case Operation.Send send:
                for (var i = 0; i < send.Messages; i++)
                    _tabs[send.Tab].Tab.Send(ConversationId.Of(_rooms[send.Room]), $"t{send.Tab} m{_messages++}");
                break;
            case Operation.Reply reply:
                _tabs[reply.Tab].Tab.Reply(Of(reply.Room), reply.Message, $"t{reply.Tab} m{_messages++}");
                break;
            case Operation.Edit edit:
                _tabs[edit.Tab].Tab.Change(Of(edit.Room), MessageChangeKind.Edited, edit.Message, edit.Own, text: $"t{edit.Tab} e{_messages++}");
                break;
            case Operation.Delete delete:
                _tabs[delete.Tab].Tab.Change(Of(delete.Room), MessageChangeKind.Deleted, delete.Message, delete.Own);
                break;
            case Operation.React react:
                _tabs[react.Tab].Tab.Change(Of(react.Room), MessageChangeKind.Reacted, react.Message, own: false, emoji: Emoji[react.Emoji], on: react.On);
                break;
            case Operation.LookBack back:
                _tabs[back.Tab].Tab.LookBack(Of(back.Room));
                break;
            case Operation.MarkRead mark:
                _tabs[mark.Tab].Tab.MarkRead(ConversationId.Of(_rooms[mark.Room]));
                break;
            case Operation.CreateRoom create:
                _rooms.Add(HexId.New<RoomId>());
                _people[create.Person].Wishes.Create(_rooms[create.Room], $"Room {create.Room}");
                break;
            case Operation.JoinRoom join:
                _people[join.Person].Wishes.Join(_rooms[join.Room]);
                break;
            case Operation.LeaveRoom leave:
                _people[leave.Person].Wishes.Leave(_rooms[leave.Room]);
                break;
            case Operation.Drop drop:
                _tabs[drop.Tab].Tab.Drop(drop.Front, drop.Politely);
                break;
            case Operation.Move move:
                _tabs[move.Tab].Tab.Move(move.Front);
                break;
            case Operation.GoAway away:
                _model.IsGone(_tabs[away.Tab].Tab.Name);
                _tabs[away.Tab].Tab.GoAway();
                break;
            case Operation.ComeBack comeBack:
                IsHere(comeBack.Tab);
                _tabs[comeBack.Tab].Tab.ComeBack(comeBack.Front);
                break;
            default:
                throw new InvalidOperationException($"{operation} is not known");
        }
        return Task.CompletedTask;
    }

    private ConversationId Of(int room) => ConversationId.Of(_rooms[room]);

    private void Open(int number, int person, int front, DeviceKind device)
    {
        var tab = new Tab($"t{number} of p{person}", _people[person].Person, device, _place, _stage, _model);
        _tabs[number] = (tab, person, device);
        _people[person].Wishes.Have(tab);
        IsHere(number);
        tab.Open(front);
    }

    private void Close(int number, bool politely)
    {
        var tab = _tabs[number].Tab;
        _model.IsGone(tab.Name);
        tab.Close(politely);
    }

    private void IsHere(int number)
    {
        var (tab, person, device) = _tabs[number];
        _model.IsHere(tab.Name, _people[person].Person.Name, device);
    }

    // What has not arrived yet is no divergence; what has not arrived when everything that was due has happened is one.
    private async Task<IReadOnlyList<Divergence>> ComeToRest()
    {
        for (var slot = 0; slot < ModelPlace.Fronts; slot++)
            _place.Thaw(slot);
        var began = Stopwatch.StartNew();
        for (var passed = TimeSpan.Zero; ; passed += Moment)
        {
            await _place.Pass(Moment);
            if (passed >= ComesToRestWithin)
                await Task.Delay(Moment / 10); // all is overdue: what the machine still works on needs its time, not the place's
            var found = await Compare();
            if (found.Count == 0 || (found.Any(one => one.IsFinal) && (await Again()).Any(one => one.IsFinal)))
                return found;
            if (passed >= ComesToRestWithin && began.Elapsed >= Patience)
                return found;
        }

        // The word that explains it may have been right behind.
        async Task<IReadOnlyList<Divergence>> Again()
        {
            await _place.Pass(Moment);
            return await Compare();
        }
    }

    private async Task<IReadOnlyList<Divergence>> Compare()
    {
        // Before the logs are read: what is acknowledged or shown after that may not be in them.
        var (acknowledged, done) = (_model.Acknowledged, _model.Changes.Done);
        var tabs = _tabs.Values.Select(tab => tab.Tab.Observe()).ToArray();
        var logs = new Dictionary<ConversationId, ConversationLog>();
        foreach (var room in _model.Rooms.ToArray())
            logs[ConversationId.Of(room)] = await _place.ReadLog(ConversationId.Of(room));
        var pages = new List<Divergence>();
        foreach (var (conversation, log) in logs)
            if (_model.People.Keys.Select(user => (UserId?)user).FirstOrDefault(user => _model.TakesPart(user!.Value, conversation)) is { } reader)
                pages.AddRange(Comparison.OfPage(await _place.ReadNewest(conversation, reader), log));
        return
        [
            .. _model.Found,
            .. logs.SelectMany(log => Comparison.OfLog(_model, acknowledged, log.Key, log.Value)),
            .. logs.SelectMany(log => ChangeComparison.OfLog(_model.Changes, done, log.Key, log.Value)),
            .. pages,
            .. _tabs.Values.SelectMany(tab => tab.Tab.Wire),
            .. Unfulfilled(),
            .. tabs.SelectMany(tab => Comparison.OfTab(_model, tab, logs)),
        ];
    }

    private IEnumerable<Divergence> Unfulfilled() => _people.Values
        .Where(one => !one.Wishes.AreFulfilled && one.Person.User is { } user && _model.People.ContainsKey(user))
        .Select(one => new Divergence(DivergenceKind.MessageStuck, $"{one.Person.Name} waits for the answer to a command about a room"));
}
