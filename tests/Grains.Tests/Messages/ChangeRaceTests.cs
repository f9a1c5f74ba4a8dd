using System.Diagnostics.Metrics;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Messages;
using Microsoft.Extensions.DependencyInjection;

namespace ChatMux.Grains.Tests.Messages;

/// <summary>What comes while something else is on its way to the disk, or fails to get there.</summary>
public sealed class ChangeRaceTests
{
    private static readonly MessageMetrics Metrics = new(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());

    private readonly MemoryMessageLog _log = new();
    private readonly ConversationId _conversation = HexId.New<ConversationId>();
    private readonly Profile _ada = new(HexId.New<UserId>(), "Ada", "#336699", true);
    private readonly Actor _actor;
    private readonly List<ServerEvent> _told = [];
    private readonly LogTail _tail;
    private readonly MessageChanges _changes;
    private int _outrun;

    public ChangeRaceTests()
    {
        _actor = new Actor(_ada.Id, HexId.New<DeviceId>(), HexId.New<SessionId>(), HexId.New<ConnectionId>());
        _tail = new LogTail(
            _conversation, _log, 0, 0, TimeProvider.System, Metrics, (entry, receipt) => _told.Add(entry.ToEvent(_conversation, receipt)), (_, _) => _changes!.Forget());
        _changes = new MessageChanges(_conversation, _log, _tail, () => _outrun++);
    }

    private async Task<long> Says(string text)
    {
        var post = Post(text, null, null);
        _tail.Append(post);
        return (await post.Answer).Value!.Sequence;
    }

    private PendingPost Post(string text, long? replyTo, ChangedMessage? answered) =>
        new(new MessageKey(_actor.Device, HexId.New<MessageId>()), _ada, new Utterance(text, replyTo), null, answered);

    private Task<Result<Done>> React(long message, string emoji, bool on) =>
        _changes.Decide(message, found => _changes.React(_actor, found!, emoji, on));

    private Task<Result<Done>> Edit(long message, string text) => _changes.Decide(message, found => _changes.Edit(_actor, found!, text, []));

    private Task<Result<Done>> Delete(long message) => _changes.Decide(message, found => _changes.Delete(_actor, found!, moderator: null));

    private async Task<MessageState> Stored(long message) =>
        MessageState.Decode(Assert.Single(await _log.ReadMessages(_conversation, [message])).State);

    [Fact]
    public async Task A_change_that_is_repeated_while_it_is_written_is_acknowledged_only_with_it()
    {
        var message = await Says("one");
        _log.Held = new TaskCompletionSource();
        var (first, again) = (React(message, "👍", true), React(message, "👍", true));
        _log.FailNext = new IOException("disk");
        _log.Held.SetResult();
        Assert.Equal([RefusalCode.Unavailable, RefusalCode.Unavailable], (await Task.WhenAll(first, again)).Select(answer => answer.Refusal?.Code));
        Assert.Empty((await Stored(message)).Reactions);
    }

    [Fact]
    public async Task What_another_activation_has_changed_is_not_acknowledged_as_unchanged()
    {
        var message = await Says("one");
        Assert.NotNull((await React(message, "👍", false)).Value); // it is held now
        var other = new LogTail(_conversation, _log, _tail.Head, 0, TimeProvider.System, Metrics, (_, _) => { }, (_, _) => { });
        var others = new MessageChanges(_conversation, _log, other, () => { });
        Assert.NotNull((await others.Decide(message, found => others.React(_actor, found!, "👍", true))).Value);
        Assert.Equal((RefusalCode.Unavailable, 1), ((await React(message, "👍", false)).Refusal?.Code, _outrun));
    }

    [Fact]
    public async Task A_deletion_that_is_repeated_while_it_is_written_is_acknowledged_only_with_it()
    {
        var message = await Says("one");
        _log.Held = new TaskCompletionSource();
        var (first, again) = (Delete(message), Delete(message));
        _log.FailNext = new IOException("disk");
        _log.Held.SetResult();
        Assert.All(await Task.WhenAll(first, again), answer => Assert.Equal(RefusalCode.Unavailable, answer.Refusal?.Code));
    }

    [Fact]
    public async Task An_answer_has_the_quote_as_it_is_at_its_place_in_the_order()
    {
        var message = await Says("a secret");
        _log.Held = new TaskCompletionSource();
        var blocks = React(message, "👍", true);
        var deleted = Delete(message);
        // Taken before the deletion, written after it.
        var answered = _changes.Decide(message, found => _changes.Reply(found!, Post("yes", message, found)));
        _log.Held.SetResult();
        await Task.WhenAll(blocks, deleted, answered);
        await Says("all is told before this is answered");
        Assert.Equal("", _told.OfType<MessagePosted>().Single(m => m.Message.Text == "yes").Message.ReplyTo!.Text);
    }

    [Fact]
    public async Task Changes_that_get_other_numbers_because_a_message_is_there_already_are_as_they_were_taken()
    {
        var there = Post("there", null, null);
        _tail.Append(there);
        var message = (await there.Answer).Value!.Sequence;
        _log.Held = new TaskCompletionSource();
        Task[] waiting = [React(message, "😀", true), Edit(message, "first"), React(message, "👍", true)];
        _tail.Append(new PendingPost(there.Key!.Value, _ada, there.Said)); // once more
        waiting = [.. waiting, React(message, "👍", false), Edit(message, "second"), React(message, "❤️", true)];
        _log.Held.SetResult();
        await Task.WhenAll(waiting);
        await Says("all is told before this is answered");
        var (state, told) = (await Stored(message), _told.OfType<MessageChanged>().Select(c => c.Change).ToArray());
        Assert.Equal(("second", 7L, "😀❤️"), (state.Text, state.Version, string.Concat(state.Reactions.Select(r => r.Emoji))));
        Assert.Equal([2, 3, 4, 5, 6, 7], told.Select(c => c.Sequence));
        Assert.Equal((await _log.ReadAfter(_conversation, 1, 6)).Select(e => ChangeBody.ToChange(_conversation, e)), told);
    }

    [Fact]
    public async Task Erasing_loses_no_change_that_waits()
    {
        var (message, other) = (await Says("one"), new Profile(HexId.New<UserId>(), "Bo", "#336699", true));
        _log.Held = new TaskCompletionSource();
        var waits = React(message, "👍", true);
        var erased = _changes.Erase(other.Id, () => _log.EraseAuthor(_conversation, other.Id));
        var later = React(message, "❤️", true);
        _log.Held.SetResult();
        await Task.WhenAll(waits, erased, later);
        Assert.Equal(["👍", "❤️"], (await Stored(message)).Reactions.Select(reaction => reaction.Emoji));
    }

    [Fact]
    public async Task Nothing_that_waits_brings_back_what_is_erased()
    {
        var message = await Says("a secret");
        _log.Held = new TaskCompletionSource();
        var waits = Edit(message, "another secret");
        var erased = _changes.Erase(_ada.Id, () => _log.EraseAuthor(_conversation, _ada.Id));
        var tooLate = Edit(message, "a third one");
        _log.Held.SetResult();
        await Task.WhenAll(waits, erased, tooLate);
        Assert.Equal(RefusalCode.MessageGone, (await tooLate).Refusal?.Code);
        Assert.All(await _log.ReadAfter(_conversation, 0, 10), entry => Assert.True(entry.Body.IsEmpty && entry.State.IsEmpty));
        Assert.Equal(RefusalCode.MessageGone, (await Edit(message, "a fourth one")).Refusal?.Code);
    }

    [Fact]
    public async Task No_more_is_held_than_what_waits_however_busy_it_is()
    {
        var busy = await Says("busy");
        var messages = new List<long>();
        for (var i = 0; i < 3 * MessageChanges.Held; i++)
            messages.Add(await Says($"{i}"));
        foreach (var message in messages)
        {
            // There is always one that waits.
            _log.Held = new TaskCompletionSource();
            var (on, off) = (React(busy, "👍", true), React(busy, "👍", false));
            var once = React(message, "👍", true);
            _log.Held.SetResult();
            await Task.WhenAll(on, off, once);
        }
        Assert.InRange(_changes.Count, 1, MessageChanges.Held + 1);
        foreach (var message in messages)
            Assert.Single((await Stored(message)).Reactions);
    }
}
