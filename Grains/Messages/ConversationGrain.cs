using ChatMux.Grains.Delivery;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Users;
using Microsoft.Extensions.Logging;

namespace ChatMux.Grains.Messages;

/// <inheritdoc cref="IConversationGrain"/>
public sealed partial class ConversationGrain(
    [PersistentState("conversation", GrainStorage.Name)] IPersistentState<ConversationState> state,
    IMessageLog log,
    TimeProvider time,
    MessageMetrics metrics,
    ILogger<ConversationGrain> logger) : Grain, IConversationGrain
{
    private readonly RecentPosts _recent = new();
    private Audience _audience = null!;
    private LogTail _tail = null!;

    // The version of the access that last took somebody out. After an activation it may have been any up to the one held.
    private long _lastLeft;

    private ConversationId Id => ConversationId.Of(this.GetPrimaryKeyString());

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _audience = new Audience(TopicId.Of(Id), time, logger);
        _lastLeft = state.State.Access?.Version ?? 0;
        _tail = new LogTail(Id, log, await log.GetHead(Id), time, metrics, Announce, Forget);
    }

    /// <inheritdoc/>
    public async Task SetAccess(ConversationAccess access)
    {
        if (state.State.Access is { } held && held.Version >= access.Version)
            return;
        var before = state.State.Access?.Members ?? [];
        await state.Store(new ConversationState { Access = access });
        foreach (var user in before.Where(user => !access.Includes(user)))
        {
            _lastLeft = access.Version;
            _audience.Publish(new MemberLeft(Id, user, access.Version));
        }
    }

    /// <inheritdoc/>
    public Task<FollowersChecked> CheckFollowers(IReadOnlyList<UserId> users) => Task.FromResult(new FollowersChecked(
        state.State.Access?.Version ?? 0, [.. users.Where(user => !MayTakePart(user))]));

    /// <inheritdoc/>
    public async Task<Result<SendReceipt>> Post(Actor actor, MessageId id, string text)
    {
        if (!MayTakePart(actor.User))
            return RefusalCode.NotFound;
        if (MessageText.Check(text) is { } refused)
            return refused;
        var key = new MessageKey(actor.Device, id);
        if (_recent.Find(key, text) is { } earlier)
            return await earlier;
        var author = await GrainFactory.Grain<IUserGrain>(actor.User.Value).AdmitMessage(actor);
        if (author.Refusal is { } refusal)
            return refusal;
        // Meanwhile the author may have left, and the same message may have come a second time.
        if (!MayTakePart(actor.User))
            return RefusalCode.NotFound;
        if (_recent.Find(key, text) is { } meanwhile)
            return await meanwhile;
        var post = new PendingPost(key, author.Value!, text);
        _recent.Add(post);
        _tail.Append(post);
        return await post.Answer;
    }

    /// <inheritdoc/>
    public async Task<Result<MessagePage>> Read(Actor actor, PageRequest request)
    {
        if (!MayTakePart(actor.User))
            return RefusalCode.NotFound;
        if (request.Count is < 1 or > Limits.PageLength || (request.Before is not null && request.After is not null))
            return RefusalCode.Malformed;
        var admitted = await GrainFactory.Grain<IUserGrain>(actor.User.Value).AdmitReading(actor);
        if (admitted.Refusal is { } tooFast)
            return tooFast;
        // Taken first: a message that is written while the page is read is above it, and the browser knows that it lacks it.
        var head = _tail.Head;
        var entries = request.After is { } after
            ? await log.ReadAfter(Id, after, request.Count)
            : await log.ReadBefore(Id, request.Before ?? long.MaxValue, request.Count);
        // What is read now may have been written after the reader left.
        if (!MayTakePart(actor.User))
            return RefusalCode.NotFound;
        var messages = entries.Select(e => MessageBody.ToMessage(Id, e)).ToArray();
        return new MessagePage(messages, Math.Max(head, messages.LastOrDefault()?.Sequence ?? 0), HasOlder: messages.Length > 0 && messages[0].Sequence > 1);
    }

    /// <inheritdoc/>
    public Task<Result<Done>> Typing(Actor actor)
    {
        if (!MayTakePart(actor.User))
            return Task.FromResult<Result<Done>>(RefusalCode.NotFound);
        _audience.Publish(new UserTyping(Id, actor.User));
        return Task.FromResult<Result<Done>>(Done.Instance);
    }

    /// <inheritdoc/>
    public Task<Result<ConversationPosition>> GetHead(Actor actor) => Task.FromResult<Result<ConversationPosition>>(
        MayTakePart(actor.User) ? new ConversationPosition(Id, _tail.Head) : RefusalCode.NotFound);

    /// <inheritdoc/>
    public async Task EraseAuthor(UserId author)
    {
        await log.EraseAuthor(Id, author);
        _audience.Publish(new AuthorErased(Id, author));
    }

    /// <inheritdoc/>
    public Task Erase() => log.Erase(Id);

    /// <inheritdoc/>
    public Task<Subscription> Subscribe(FrontId front, IFrontObserver observer, long checkedAt, string? lease)
    {
        var position = new ConversationPosition(Id, _tail.Head);
        if (state.State.Access is { Everyone: false } && checkedAt < _lastLeft)
            return Task.FromResult(new Subscription(Renewed: false, position, Lease: null, CheckFirst: true));
        var (renewed, held) = _audience.Subscribe(front, observer, lease);
        return Task.FromResult(new Subscription(renewed, position, held));
    }

    /// <inheritdoc/>
    public Task Unsubscribe(FrontId front)
    {
        _audience.Unsubscribe(front);
        return Task.CompletedTask;
    }

    private bool MayTakePart(UserId user) => state.State.Access is { } access && access.Includes(user);

    private void Announce(PendingPost post, SendReceipt receipt) => _audience.Publish(new MessagePosted(
        new ChatMessage(Id, receipt.Sequence, post.Key.Id, post.Author, receipt.SentAtMs, post.Text)));

    // Another activation wrote, or the disk did not answer: what this one believes of the log may be wrong.
    private void Forget(PendingPost post, string reason)
    {
        LogAppendFailed(logger, Id, reason);
        _recent.Remove(post);
        DeactivateOnIdle();
    }

    [LoggerMessage(400, LogLevel.Error, "Conversation {Conversation} could not append ({Reason}); it reloads from the log")]
    private static partial void LogAppendFailed(ILogger logger, ConversationId conversation, string reason);
}
