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
    private static readonly Dictionary<long, Quote> NoQuotes = [];

    // By then a silo that is no member any more has learned of it.
    private static readonly TimeSpan OthersAreGone = TimeSpan.FromSeconds(15);

    private readonly RecentPosts _recent = new();
    private MessageChanges _changes = null!;
    private Mentions _mentions = null!;
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
        var head = await log.GetHead(Id);
        var last = head == 0 ? [] : await log.ReadAfter(Id, head - 1, 1);
        _tail = new LogTail(Id, log, head, last is [var entry] ? entry.SentAtMs : 0, time, metrics, Announce, Forget);
        _changes = new MessageChanges(Id, log, _tail, () => Reload("outrun"));
        _mentions = new Mentions(GrainFactory, MayTakePart);
        this.RegisterGrainTimer(LookForOthers, OthersAreGone, Timeout.InfiniteTimeSpan);
    }

    // An activation on a silo that hung, or was cut off, may have written after this one looked, and nobody has heard of it.
    private async Task LookForOthers()
    {
        if (await log.GetHead(Id) > _tail.Head && !_tail.IsWriting)
            Reload("outrun by another activation");
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
    public async Task<Result<SendReceipt>> Post(Actor actor, MessageId id, string text, long? replyTo)
    {
        if (!MayTakePart(actor.User))
            return RefusalCode.NotFound;
        if (MessageText.Check(text) is { } refused)
            return refused;
        var (key, said) = (new MessageKey(actor.Device, id), new Utterance(text, replyTo));
        if (_recent.Find(key, said.Fingerprint) is { } earlier)
            return await earlier;
        if (CheckWriting(actor.User) is { } muted)
            return muted;
        var author = await GrainFactory.Grain<IUserGrain>(actor.User.Value).AdmitMessage(actor);
        if (author.Refusal is { } refusal)
            return refusal;
        var mentions = await _mentions.In(text);
        return replyTo is { } target
            ? await _changes.Decide(target, found => Take(actor, key, author.Value!, said, mentions, found))
            : await Take(actor, key, author.Value!, said, mentions, null);
    }

    private async Task<Result<SendReceipt>> Take(
        Actor actor, MessageKey key, Profile author, Utterance said, IReadOnlyList<Mention> mentions, ChangedMessage? repliedTo)
    {
        // Meanwhile the author may have left or been muted, and the same message may have come a second time.
        if (CheckWriting(actor.User) is { } now)
            return now;
        if (_recent.Find(key, said.Fingerprint) is { } meanwhile)
            return await meanwhile;
        var post = new PendingPost(key, author, said, mentions, repliedTo);
        if (said.ReplyTo is not null && (repliedTo is null || _changes.IsGone(repliedTo)))
            // It may have been written before that happened.
            return await log.Find(Id, key.Device, key.Id) is { } earlier ? post.AnswerFrom(earlier) : RefusalCode.MessageGone;
        _recent.Add(post);
        if (repliedTo is not null)
            return await _changes.Reply(repliedTo, post);
        _tail.Append(post);
        return await post.Answer;
    }

    /// <inheritdoc/>
    public Task<Result<Done>> Edit(Actor actor, long message, string text) =>
        MessageText.Check(text) is { } refused
            ? Task.FromResult<Result<Done>>(refused)
            : Change(actor, message, text, CheckWriting, (found, _, mentions) => _changes.Edit(actor, found, text, mentions));

    /// <inheritdoc/>
    public Task<Result<Done>> Delete(Actor actor, long message) => Change(actor, message, "", CheckTakingPart, (found, by, _) =>
    {
        var author = found.Entry.Author;
        return MayDelete(actor.User, author)
            ? _changes.Delete(actor, found, moderator: author == actor.User ? null : by)
            : Task.FromResult<Result<Done>>(RefusalCode.NotAuthor);
    });

    /// <inheritdoc/>
    public Task<Result<Done>> React(Actor actor, long message, string emoji, bool on) =>
        Change(actor, message, "", CheckWriting, (found, _, _) => _changes.React(actor, found, emoji, on));

    private async Task<Result<Done>> Change(
        Actor actor, long message, string text, Func<UserId, Refusal?> check,
        Func<ChangedMessage, Profile, IReadOnlyList<Mention>, Task<Result<Done>>> change)
    {
        if (check(actor.User) is { } refused)
            return refused;
        var author = await GrainFactory.Grain<IUserGrain>(actor.User.Value).AdmitMessage(actor);
        if (author.Refusal is { } refusal)
            return refusal;
        var mentions = await _mentions.In(text);
        // Meanwhile the actor may have left or been muted.
        return await _changes.Decide(message, found => check(actor.User) is { } now
            ? Task.FromResult<Result<Done>>(now)
            : found is null ? Task.FromResult<Result<Done>>(RefusalCode.NotFound) : change(found, author.Value!, mentions));
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
        var quotes = await _changes.Quotes(entries);
        // What is read now may have been written after the reader left.
        return MayTakePart(actor.User) ? PageBuilder.Build(Id, entries, quotes, request.After, head) : RefusalCode.NotFound;
    }

    /// <inheritdoc/>
    public async Task<Result<SearchPage>> Search(Actor actor, SearchRequest request)
    {
        if (!MayTakePart(actor.User))
            return RefusalCode.NotFound;
        if (request is not { Text: { } text })
            return RefusalCode.Malformed;
        if (text.Length > Limits.SearchLength)
            return RefusalCode.SearchTooLong;
        var query = WordQuery.Parse(text, request.Author);
        // Of an author everything is asked for by saying nothing, and not by saying what is no word.
        if (query.IsEmpty || (query.Words.Count == 0 && !string.IsNullOrWhiteSpace(text)))
            return RefusalCode.NothingToSearch;
        var admitted = await GrainFactory.Grain<IUserGrain>(actor.User.Value).AdmitSearch(actor);
        if (admitted.Refusal is { } tooFast)
            return tooFast;
        var found = await log.Search(Id, query, request.Before ?? long.MaxValue, Limits.SearchPage);
        // What is found now may have been written after the seeker left.
        return MayTakePart(actor.User)
            ? new SearchPage([.. found.Entries.Select(entry => SearchExcerpt.ToHit(MessageBody.ToMessage(Id, entry, NoQuotes), query))], found.Before)
            : RefusalCode.NotFound;
    }

    /// <inheritdoc/>
    public async Task<Result<LogPlace>> FindTime(Actor actor, long atMs)
    {
        if (!MayTakePart(actor.User))
            return RefusalCode.NotFound;
        var admitted = await GrainFactory.Grain<IUserGrain>(actor.User.Value).AdmitReading(actor);
        if (admitted.Refusal is { } tooFast)
            return tooFast;
        var found = await LogTimes.FirstAt(log, Id, _tail.Head, atMs);
        return MayTakePart(actor.User) ? new LogPlace(found) : RefusalCode.NotFound;
    }

    /// <inheritdoc/>
    public async Task<Result<Done>> Typing(Actor actor)
    {
        if (CheckWriting(actor.User) is { } refusal)
            return refusal;
        var shows = await GrainFactory.Grain<IUserGrain>(actor.User.Value).ShowsTyping(actor);
        // Meanwhile the actor may have left or been muted.
        if (CheckWriting(actor.User) is { } now)
            return now;
        if (shows)
            _audience.Publish(new UserTyping(Id, actor.User));
        return Done.Instance;
    }

    /// <inheritdoc/>
    public Task<Result<ConversationPosition>> GetHead(Actor actor) => Task.FromResult<Result<ConversationPosition>>(
        MayTakePart(actor.User) ? new ConversationPosition(Id, _tail.Head) : RefusalCode.NotFound);

    /// <inheritdoc/>
    public async Task EraseAuthor(UserId author)
    {
        await _changes.Erase(author, async () =>
        {
            await log.EraseAuthor(Id, author);
            await EraseFromActs(author);
        });
        _audience.Publish(new AuthorErased(Id, author));
    }

    /// <inheritdoc/>
    public Task Erase() => _changes.Erase(null, () => log.Erase(Id));

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

    private Refusal? CheckTakingPart(UserId user) => MayTakePart(user) ? null : new Refusal(RefusalCode.NotFound);

    private bool MayTakePart(UserId user) => state.State.Access is { } access && access.Includes(user);

    private void Announce(PendingEntry entry, SendReceipt receipt) => _audience.Publish(entry.ToEvent(Id, receipt));

    // Another activation wrote, or the disk did not answer: what this one believes of the log may be wrong.
    private void Forget(PendingEntry entry, string reason)
    {
        if (entry is PendingPost post)
            _recent.Remove(post);
        Reload(reason);
    }

    private void Reload(string reason)
    {
        LogReload(logger, Id, reason);
        _changes.Forget();
        DeactivateOnIdle();
    }

    [LoggerMessage(400, LogLevel.Error, "Conversation {Conversation} reloads from the log ({Reason})")]
    private static partial void LogReload(ILogger logger, ConversationId conversation, string reason);
}
