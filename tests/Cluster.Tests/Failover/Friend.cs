using System.Diagnostics;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Friends;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Keys;
using ChatMux.Grains.Tests.Keys;
using ChatMux.WebFront.Keys;
using ChatMux.WebFront.Messages;
using ChatMux.WebFront.Tests;
using ChatMux.WebFront.Tests.Friends;
using ChatMux.WebFront.Tests.Sessions;

namespace ChatMux.Cluster.Tests.Failover;

/// <summary>Somebody with an account and a device who writes to one friend, sealed. What is sealed is noise: the server cannot tell.</summary>
internal sealed class Friend(string name, Fronts fronts) : Visitor(name, fronts)
{
    // Every so many messages what there is by then is read.
    private const int ReadsEvery = 5;

    // Every so many messages the answer to one counts as lost, and it is sent again.
    private const int RepeatsEvery = 3;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    // All that may be said of what is sent to a cluster that has lost something, or on a socket that was just opened.
    private static readonly RefusalCode[] NobodyCanSay = [RefusalCode.Unavailable, RefusalCode.NotAttached, RefusalCode.DeviceNotAdded];

    private readonly TestDevice _device = new();
    private readonly Dictionary<MessageId, byte[]> _envelopes = [];
    private readonly List<string> _wrong = [];
    private readonly HashSet<long> _readUpTo = [0];
    private long _surelyRead;
    private byte[] _chain = [];
    private TestEnvelope _envelope = null!;
    private UserId _friend;

    /// <summary>What came back that contradicts what was said before.</summary>
    public IReadOnlyList<string> Wrong => _wrong;

    private UserId Me => Browser.Welcome.Me.Id;

    /// <summary>Signs up at a front, with a device.</summary>
    public async Task SignUp(Uri front)
    {
        using var authenticator = new SoftAuthenticator { Origin = front.GetLeftPart(UriPartial.Authority) };
        Need(await Browser.SignUp(front, authenticator, Name));
        await Enter(front);
    }

    /// <summary>They become friends, and this one begins their first epoch.</summary>
    public async Task Befriend(Friend other)
    {
        Need(await Browser.Does(FriendAct.Request, other.Browser));
        Need(await other.Browser.Does(FriendAct.Accept, Browser));
        var epoch = _device.SignsEpoch(Me, null, 0, (Me, _chain), (other.Me, other._chain));
        Need(await Browser.Call<Done>("BeginEpoch", new BeginEpochCommand(other.Me, epoch)));
        WriteTo(other, epoch);
        other.WriteTo(this, epoch);
    }

    /// <summary>Sends everything again, as whoever never got an answer would, until it is answered: what comes back is the first receipt.</summary>
    public async Task RepeatAll(TimeSpan patience)
    {
        var since = Stopwatch.GetTimestamp();
        foreach (var message in Written)
        {
            var answered = await TryRepeat(message);
            for (; !answered && Stopwatch.GetElapsedTime(since) < patience; answered = await TryRepeat(message))
                await Task.Delay(Pause);
            if (!answered)
                _wrong.Add($"unanswered: '{message.Text}' ({message.Receipt}) sent again");
        }
    }

    /// <summary>What is wrong with how many are unread, as a front tells it to somebody who comes now.</summary>
    public async Task<IReadOnlyList<string>> CheckUnread(Uri front, IReadOnlyList<Entry> log)
    {
        await using var tab = await Browser.OtherTab(front);
        if (tab.Welcome.Inbox.Directs.SingleOrDefault(direct => direct.With.Id == _friend) is not { } direct)
            return [$"{Name} has no conversation with their friend"];
        var unread = Math.Min(Limits.UnreadCap, log.Count(entry => entry.Sequence > direct.ReadUpTo && entry.Author == _friend));
        var read = direct.ReadUpTo >= _surelyRead && _readUpTo.Contains(direct.ReadUpTo);
        return (direct.Head, direct.Unread, read) == (log.Count, unread, true)
            ? []
            : [$"{Name} has {direct.Unread} unread of {direct.Head}, read up to {direct.ReadUpTo}; expected {unread} of {log.Count}, read up to {_surelyRead} at least"];
    }

    protected override Written Begin(int number)
    {
        var (id, begunAt) = (HexId.New<MessageId>(), Stopwatch.GetTimestamp());
        var envelope = _envelopes[id] = (_envelope with { Id = id }).Seal();
        return new Written(id, Entry.TextOf(envelope), begunAt);
    }

    protected override async Task<Result<SendReceipt>> Send(Written message)
    {
        var answer = await Call<SendReceipt>("SendSealed", new SendSealedCommand(_friend, _envelopes[message.Id]));
        if (answer.Refusal is { } refusal && !NobodyCanSay.Contains(refusal.Code))
            _wrong.Add($"refused: '{message.Text}' is {refusal.Code}");
        return answer;
    }

    protected override async Task Acknowledged(Written message)
    {
        if (Written.Count % RepeatsEvery == 0)
            await TryRepeat(message);
        if (Written.Count % ReadsEvery == 0)
            await MarkRead(message.Receipt!.Sequence);
    }

    protected override async Task<Result<Stretch>> Read(TestBrowser tab, long after)
    {
        var answer = await tab.Call<SealedPage>("ReadSealed", new ReadSealedCommand(_friend, null, after, Limits.PageLength));
        return answer.Value is { } page ? new Stretch(page.Head, [.. page.Entries.Select(Entry.Of)]) : answer.Refusal!;
    }

    protected override void Hear(ServerEvent happened)
    {
        if (happened is not SealedPosted posted || posted.With != _friend)
            return;
        foreach (var entry in posted.Entries)
            // Before this socket has proven the device it hears that there is something, and has to read it.
            if (entry.Envelope.Length > Limits.EnvelopeHeaderBytes)
                Page.Post(Entry.Of(entry));
            else
                Page.Learn(entry.Sequence);
    }

    protected override async Task Attached()
    {
        if (_chain.Length == 0)
        {
            _chain = _device.Signs(Me, null, [_device], TestDevice.NewPoint());
            Need(await Browser.Call<Done>("AppendToChain", new AppendToChainCommand(_chain, TestDevice.KeysOf(_chain))));
        }
        await Prove(Browser);
    }

    protected override async Task<TestBrowser> OpenTab(Uri front)
    {
        var tab = await base.OpenTab(front);
        await Prove(tab);
        return tab;
    }

    private static T Need<T>(Result<T> answer) where T : class => answer.Value ?? throw new IOException($"Refused: {answer.Refusal?.Code}.");

    private async Task Prove(TestBrowser tab)
    {
        var challenge = Need(await tab.Call<DeviceChallenge>("GetDeviceChallenge")).Challenge;
        Need(await tab.Call<Done>("ProveDevice", new ProveDeviceCommand(_device.Id, _device.Proves(Me, tab.Connection, challenge))));
    }

    private void WriteTo(Friend other, byte[] epoch)
    {
        _friend = other.Me;
        var conversation = ConversationId.Of(FriendshipId.Of(Me, other.Me)!.Value);
        _envelope = new TestEnvelope(conversation, Me, _device.Id, 1, EpochRecord.Parse(epoch)!.KeyId.ToArray());
        Live();
    }

    private async Task<bool> TryRepeat(Written message)
    {
        var again = (await Send(message)).Value;
        if (again is not null && again != message.Receipt)
            _wrong.Add($"other than acknowledged: '{message.Text}' ({message.Receipt}) sent again is {again}");
        return again is not null;
    }

    private async Task MarkRead(long sequence)
    {
        _readUpTo.Add(sequence);
        if ((await Call<ReadPosition>("MarkRead", new MarkReadCommand(_envelope.Conversation, sequence))).Value is { } read)
            _surelyRead = Math.Max(_surelyRead, read.ReadUpTo);
    }
}
