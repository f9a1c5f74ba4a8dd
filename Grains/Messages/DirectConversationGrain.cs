using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Friends;
using ChatMux.Grains.Interfaces.Keys;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Keys;
using Microsoft.Extensions.Logging;

namespace ChatMux.Grains.Messages;

/// <inheritdoc cref="IDirectConversationGrain"/>
public sealed partial class DirectConversationGrain(
    [PersistentState("directepochs", GrainStorage.Name)] IPersistentState<DirectEpochs> epochs,
    [PersistentState("directinboxes", GrainStorage.Name)] IPersistentState<DirectInboxes> inboxes,
    IMessageLog log,
    TimeProvider time,
    MessageMetrics metrics,
    ILogger<DirectConversationGrain> logger) : Grain, IDirectConversationGrain
{
    // By then a silo that is no member any more has learned of it.
    private static readonly TimeSpan OthersAreGone = TimeSpan.FromSeconds(15);

    private readonly RecentPosts _recent = new();
    private readonly Dictionary<UserId, KnownChain> _chains = [];
    private readonly HashSet<UserId> _erased = [];
    private FriendshipId _pair;
    private LogTail _tail = null!;
    private KnownFriendship _friendship = null!;

    // The newest record that is on disk.
    private EpochRecord? _epoch;

    private ConversationId Id { get; set; }

    private UserId[] Both => [_pair.First, _pair.Second];

    // Another one whenever something has changed that was asked for.
    private long Generation => _friendship.Generation + _chains[_pair.First].Generation + _chains[_pair.Second].Generation;

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _pair = FriendshipId.OfKey(this.GetPrimaryKeyString());
        Id = ConversationId.Of(_pair);
        _epoch = epochs.State.Records is [.., var newest] ? EpochRecord.Parse(newest) : null;
        _friendship = new KnownFriendship(user => GrainFactory.Grain<IFriendshipGrain>(_pair.Key).Look(user), time);
        foreach (var user in Both)
            _chains[user] = new KnownChain(() => GrainFactory.Grain<IDeviceChainGrain>(user.Value).GetEntries(), time);
        BeginTelling();
        var head = await log.GetHead(Id);
        var last = head == 0 ? [] : await log.ReadAfter(Id, head - 1, 1);
        _tail = new LogTail(Id, log, head, last is [var entry] ? entry.SentAtMs : 0, time, metrics, Announce, Forget);
        this.RegisterGrainTimer(LookForOthers, OthersAreGone, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => CloseAnnouncers(cancellationToken);

    // An activation on a silo that hung, or was cut off, may have written after this one looked, and nobody has heard of it.
    private async Task LookForOthers()
    {
        if (await log.GetHead(Id) > _tail.Head && !_tail.IsWriting)
            Reload("outrun by another activation");
    }

    /// <inheritdoc/>
    public async Task<Result<SendReceipt>> Post(Actor actor, byte[] envelope)
    {
        var read = Parse(actor, envelope, EnvelopeType.Message, EnvelopeType.Change);
        if (read.Value is not { } parsed)
            return read.Refusal!;
        var post = new PendingEnvelope(parsed);
        if (_recent.Find(post) is { } earlier)
            return await earlier;
        if (await Judge(actor, parsed) is { } refused)
            return await Refuse(post, refused);
        var author = await User(actor.User).AdmitMessage(actor);
        if (author.Refusal is { } notAdmitted)
            return notAdmitted;
        return await TellInboxes() ? await Take(actor, parsed, post) : RefusalCode.Unavailable;
    }

    private async Task<Result<SendReceipt>> Take(Actor actor, Envelope parsed, PendingEnvelope post)
    {
        // Meanwhile they may have parted, a device may have gone, another epoch may have begun, and the same may have come a second time; and while
        // that is asked once more.
        for (long? asked = null; asked != Generation;)
        {
            asked = Generation;
            if (await Judge(actor, parsed) is { } now)
                return await Refuse(post, now);
        }
        // From here on to its place in the queue nothing can come in between.
        if (CheckEpoch(parsed) is { } stale)
            return await Refuse(post, stale);
        if (_erased.Contains(actor.User))
            return RefusalCode.NotFound;
        if (_recent.Find(post) is { } meanwhile)
            return await meanwhile;
        _recent.Add(post);
        _tail.Append(post);
        return await post.Answer;
    }

    // What was taken before stays so, whatever has become of friendship and epoch since.
    private async Task<Result<SendReceipt>> Refuse(PendingEnvelope post, Refusal refusal)
    {
        if (refusal.Code is not (RefusalCode.NotFriends or RefusalCode.StaleEpoch))
            return refusal;
        if (_recent.Find(post) is { } meanwhile)
            return await meanwhile;
        return post.Key is { } key && await log.Find(Id, key.Device, key.Id) is { } earlier ? post.AnswerFrom(earlier) : refusal;
    }

    /// <inheritdoc/>
    public async Task<Result<Done>> Signal(Actor actor, byte[] envelope)
    {
        var read = Parse(actor, envelope, EnvelopeType.Signal);
        if (read.Value is not { } parsed)
            return read.Refusal!;
        // They draw on no allowance, and wait in mailboxes beside what must not be lost.
        if (envelope.Length > Envelope.SmallestBytes)
            return RefusalCode.InvalidEnvelope;
        for (long? asked = null; asked != Generation;)
        {
            asked = Generation;
            if (await Judge(actor, parsed) is { } refused)
                return refused;
        }
        // It is of the moment: what does not arrive is not missed.
        var other = _pair.Other(actor.User);
        User(other).Notify(new SealedSignal(actor.User, Id, envelope), except: null).Ignore();
        return Done.Instance;
    }

    /// <inheritdoc/>
    public Task<bool> HasHistory() => Task.FromResult(_tail.Head > 0);

    /// <inheritdoc/>
    public Task FriendshipChanged()
    {
        _friendship.Forget();
        return _tail.Flush();
    }

    /// <inheritdoc/>
    public Task ChainChanged(UserId user)
    {
        _chains.GetValueOrDefault(user)?.Forget();
        return _tail.Flush();
    }

    /// <inheritdoc/>
    public async Task EraseAuthor(UserId author)
    {
        if (!_pair.Includes(author))
            return;
        _erased.Add(author);
        // What was taken before gets into the log first and is erased with it.
        await _tail.Flush();
        await log.EraseAuthor(Id, author);
        foreach (var (user, announcer) in _announcers)
            announcer.Tell(new DirectErased(_pair.Other(user), Id, author));
    }

    private Result<Envelope> Parse(Actor actor, byte[] envelope, params ReadOnlySpan<EnvelopeType> types)
    {
        if (CheckActor(actor) is { } refused)
            return refused;
        return Envelope.Parse(envelope) is { } read && types.Contains(read.Type)
            && read.Conversation == Id && read.Sender == actor.User && read.Device == actor.KeyDevice
            ? read
            : RefusalCode.InvalidEnvelope;
    }

    private Refusal? CheckActor(Actor actor) => !_pair.Includes(actor.User) ? new Refusal(RefusalCode.NotFound)
        : actor.KeyDevice is null ? new Refusal(RefusalCode.DeviceNotAdded)
        : null;

    private async Task<Refusal?> CheckDevice(Actor actor, uint version = 0) =>
        actor.KeyDevice is { } device && await _chains[actor.User].Lists(device, version) ? null : new Refusal(RefusalCode.DeviceNotAdded);

    private async Task<Refusal?> Judge(Actor actor, Envelope parsed) =>
        await CheckDevice(actor, parsed.ChainVersion) ?? await _friendship.Check(actor.User) ?? CheckEpoch(parsed) ?? await CheckKeys(_epoch!);

    private Refusal? CheckEpoch(Envelope parsed) =>
        _epoch is { } newest && newest.Epoch == parsed.Epoch && newest.KeyId.Span.SequenceEqual(parsed.KeyId.Span)
            ? null
            : new Refusal(RefusalCode.StaleEpoch);

    // Whoever was removed from a chain has the key that was there before, and would read on.
    private async Task<Refusal?> CheckKeys(EpochRecord newest)
    {
        foreach (var member in newest.Members)
        {
            if (!await _chains[member.Account].HasKeyOf(member))
                return new Refusal(RefusalCode.StaleEpoch);
        }
        return null;
    }

    private IUserGrain User(UserId user) => GrainFactory.Grain<IUserGrain>(user.Value);

    // Another activation wrote, or the disk did not answer: what this one believes of the log may be wrong.
    private void Forget(PendingEntry entry, string reason)
    {
        _recent.Remove(entry);
        Reload(reason);
    }

    private void Reload(string reason)
    {
        LogReload(logger, Id, reason);
        DeactivateOnIdle();
    }

    [LoggerMessage(410, LogLevel.Error, "The conversation of two {Conversation} reloads from the log ({Reason})")]
    private static partial void LogReload(ILogger logger, ConversationId conversation, string reason);
}
