using ChatMux.Grains.Delivery;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;
using Microsoft.Extensions.Logging;

namespace ChatMux.Grains.Connections;

/// <inheritdoc cref="IConnectionGrain"/>
public sealed partial class ConnectionGrain(TimeProvider time, MailboxMetrics metrics, ILogger<ConnectionGrain> logger) : Grain, IConnectionGrain
{
    /// <summary>How long a person without a socket still counts as here: a reload or another network takes less.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);

    /// <summary>How long unacknowledged events wait for a browser that is away.</summary>
    public static readonly TimeSpan KeepMailbox = TimeSpan.FromSeconds(60);

    /// <summary>How long a front may be silent about a socket; it touches every 20 s.</summary>
    public static readonly TimeSpan TouchLease = TimeSpan.FromSeconds(50);

    private readonly Mailbox _mailbox = new(metrics);
    private Actor? _owner;
    private Attachment? _attachment;
    private ConnectionPresence? _presence;
    private BatchSender<MailboxBatch>? _sender;
    private IGrainTimer? _due;
    private long _attempt;

    // Whether the last attaching came to its end.
    private bool _whole;

    // Whether the user was told of the connection and did not answer: it may have known it since then.
    private bool _unanswered;

    private ConnectionId Id => ConnectionId.Of(this.GetPrimaryKeyString());

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _mailbox.StartOver();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<Result<Attached>> Attach(Actor actor, Attachment attachment, MailboxPosition? resumeFrom)
    {
        // "Not yours" answers as "not there": a connection id is bound to the session that first used it.
        if (actor.Connection != Id || !await MayAttach(actor))
            return RefusalCode.NotFound;
        if (attachment.Attempt < _attempt)
            return RefusalCode.NotAttached;
        _attempt = attachment.Attempt;
        var presence = new ConnectionPresence(Id, actor.Session, attachment.Front, attachment.Device, Attached: true, attachment.Idle);
        var taken = await TellUser(actor, presence, attachment);
        if (taken.Refusal is { } refusal)
            return refusal;
        // The user did not know of it: what was for this mailbox meanwhile may not have come.
        if (!taken.Value!.WasKnown)
            _mailbox.StartOver();
        Supersede(attachment);
        (_owner, _attachment, _presence, _whole) = (actor, attachment, presence, false);
        _sender = new BatchSender<MailboxBatch>(
            batches => attachment.Observer.DeliverMailbox(Id, attachment.Id, Join(batches)),
            e => LogFrontLost(logger, attachment.Front, e.GetType().Name), time, batch => batch.Events.Sum(e => e.EstimatedBytes));
        WhenDue(TouchLease, () => FrontSilent(attachment.Id));
        // Asked last: a session that ends after this finds the connection at its user and closes it.
        if ((await Session(actor).Use()).Refusal is { } ended)
        {
            await User(actor).ConnectionGone(Id);
            LetGo();
            DeactivateOnIdle();
            return ended;
        }
        _whole = true;
        return new Attached(taken.Value.Profile, _mailbox.Resume(resumeFrom));
    }

    /// <inheritdoc/>
    public async Task<Result<Attached>> AttachAgain(Actor actor, Attachment attachment) =>
        _attachment is { } held && held.Id != attachment.Id ? RefusalCode.NotAttached : await Attach(actor, attachment, null);

    /// <inheritdoc/>
    public async Task<bool> Touch(string attachmentId)
    {
        // A front that once did not take a batch gets no more until it attaches again and takes what it missed.
        // Nor is one known whose attaching was broken off.
        if (_attachment?.Id != attachmentId || _sender is not { Stopped: false } || !_whole)
            return false;
        WhenDue(TouchLease, () => FrontSilent(attachmentId));
        if ((await Session(_owner!).Use()).Refusal is not null)
        {
            await Close(new SessionEnded(SessionEndReason.Expired));
            return true;
        }
        // Closed meanwhile: the user must not hear again of a connection that it has just let go.
        if (_attachment?.Id != attachmentId)
            return true;
        var taken = await TellUser(_owner!, _presence!, _attachment);
        if (_presence is null)
        {
            await User(_owner!).ConnectionGone(Id);
            return true;
        }
        if (taken.Value is { WasKnown: false })
            await Post(new ResyncNeeded());
        return taken.Refusal is null;
    }

    /// <inheritdoc/>
    public async Task Detach(string attachmentId)
    {
        if (_attachment?.Id != attachmentId)
            return;
        LetGo();
        _presence = _presence! with { Attached = false };
        WhenDue(Grace, LeaveAfterGrace);
        var noted = await TellUser(_owner!, _presence, null);
        if (noted.Value is { WasKnown: false })
            _mailbox.StartOver();
    }

    /// <inheritdoc/>
    public async Task<Result<Done>> SetIdle(Actor actor, bool idle)
    {
        if (actor.Session != _owner?.Session || _attachment is null)
            return RefusalCode.NotAttached;
        if (_presence!.Idle == idle)
            return Done.Instance;
        _presence = _presence with { Idle = idle };
        var taken = await TellUser(actor, _presence, _attachment);
        // Closed meanwhile: the user must not hear again of a connection that it has just let go.
        if (_presence is null)
            await User(actor).ConnectionGone(Id);
        if (taken.Value is { WasKnown: false })
            await Post(new ResyncNeeded());
        return Done.Instance;
    }

    /// <inheritdoc/>
    public Task Acknowledge(Actor actor, string epoch, long sequence)
    {
        if (actor.Session == _owner?.Session)
            _mailbox.Acknowledge(epoch, sequence);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<MailboxBatch?> Unacknowledged(string attachmentId) => Task.FromResult(
        _attachment?.Id == attachmentId && _mailbox.Unacknowledged is { Events.Count: > 0 } batch ? batch : null);

    /// <inheritdoc/>
    public Task Post(ServerEvent serverEvent)
    {
        var batch = _mailbox.Append(serverEvent);
        _sender?.Send(batch);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task Close(ServerEvent reason)
    {
        if (_attachment is { } attachment)
            Tell(attachment, reason);
        LetGo();
        // The browser goes on with its next session: it comes back as from another front.
        if (reason is SessionEnded { Reason: SessionEndReason.Replaced } && _presence is { } presence)
        {
            _presence = presence with { Attached = false };
            WhenDue(Grace, LeaveAfterGrace);
        }
        else
        {
            _presence = null;
            DeactivateOnIdle();
        }
        return Task.CompletedTask;
    }

    private async Task<Result<PresenceTaken>> TellUser(Actor actor, ConnectionPresence presence, Attachment? socket)
    {
        var sure = !_unanswered;
        _unanswered = true;
        var taken = await User(actor).ConnectionPresent(presence, socket);
        _unanswered = false;
        return sure || taken.Value is not { } known ? taken : known with { WasKnown = false };
    }

    // A new sign-in of the same user in the same browser takes over its tabs: the server itself noted which session came before.
    private async Task<bool> MayAttach(Actor actor) => _owner is not { } owner || owner.Session == actor.Session
        || (owner.User == actor.User && (await Session(actor).Use()).Value?.Predecessor == owner.Session);

    // The user is told only when the grace period is over: to hear of this connection before would be a touch, for someone
    // whom nobody has seen for so long.
    private Task FrontSilent(string attachmentId)
    {
        if (_attachment?.Id == attachmentId)
        {
            LetGo();
            WhenDue(Grace, LeaveAfterGrace);
        }
        return Task.CompletedTask;
    }

    private async Task LeaveAfterGrace()
    {
        WhenDue(KeepMailbox - Grace, () =>
        {
            DeactivateOnIdle();
            return Task.CompletedTask;
        });
        await User(_owner!).ConnectionGone(Id);
    }

    private void Supersede(Attachment newer)
    {
        if (_attachment is { } older && older.Id != newer.Id)
            Tell(older, new ConnectionSuperseded());
        _sender?.Stop();
    }

    private void LetGo()
    {
        _attachment = null;
        _sender?.Stop();
        _sender = null;
        _due?.Dispose();
    }

    // The front may be gone: the word is sent, and nobody waits for its arrival.
    private void Tell(Attachment attachment, ServerEvent reason) =>
        attachment.Observer.Close(Id, attachment.Id, reason).WaitAsync(BatchSender<MailboxBatch>.Patience, time).Ignore();

    private void WhenDue(TimeSpan delay, Func<Task> then)
    {
        _due?.Dispose();
        _due = this.RegisterGrainTimer(then, delay, Timeout.InfiniteTimeSpan);
    }

    private ISessionGrain Session(Actor actor) => GrainFactory.Grain<ISessionGrain>(actor.Session.Value);

    private IUserGrain User(Actor actor) => GrainFactory.Grain<IUserGrain>(actor.User.Value);

    // Batches of one epoch are consecutive; one of a new epoch makes those before it worthless.
    private static MailboxBatch Join(IReadOnlyList<MailboxBatch> batches)
    {
        var current = batches.Where(b => b.Epoch == batches[^1].Epoch).ToArray();
        return current[0] with { Events = [.. current.SelectMany(b => b.Events)] };
    }

    [LoggerMessage(300, LogLevel.Warning, "Front {Front} did not take mailbox events ({Reason}); they wait for the browser to come back")]
    private static partial void LogFrontLost(ILogger logger, FrontId front, string reason);
}
