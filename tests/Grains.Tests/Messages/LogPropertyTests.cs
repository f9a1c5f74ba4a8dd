using System.Collections.Concurrent;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Messages;
using CsCheck;
using Orleans.Runtime;

namespace ChatMux.Grains.Tests.Messages;

/// <summary>
/// Whatever several people do at once, with retries, failing commits and lost activations in between, there is one state:
/// what the grain holds, what is on disk, and what the entries of the log make of the messages.
/// </summary>
public sealed class LogPropertyTests(ClusterFixture fixture)
{
    private const int People = 4;
    private static readonly TimeSpan Refills = TimeSpan.FromSeconds(20);
    private static readonly string[] Emoji = ["👍", "❤️", "😀"];

    private enum Deed { Say, Answer, Edit, Delete, React, TakeBack }

    private enum Trouble { None, DiskRefuses, DiskAnswersLate, ActivationLost, SentTwice, SentTwiceAndDiskRefuses }

    private sealed record Step(int Who, Deed Deed, int Target, int Emoji, Trouble Trouble);

    /// <summary>What somebody was told is so: of the text of a message, or of one of their reactions.</summary>
    private sealed record Promise(long Message, UserId User, string? Emoji);

    private static readonly Gen<Step[]> Life = Gen.Select(
        Gen.Int[0, People - 1], Gen.Int[0, 12], Gen.Int[0, 5], Gen.Int[0, 2], Gen.Int[0, 20],
        (who, deed, target, emoji, trouble) => new Step(who, DeedOf(deed), target, emoji, trouble < 6 ? (Trouble)trouble : Trouble.None)).Array[20, 80];

    private static Deed DeedOf(int drawn) => drawn switch
    {
        < 3 => Deed.Say,
        3 => Deed.Answer,
        < 7 => Deed.Edit,
        7 => Deed.Delete,
        < 11 => Deed.React,
        _ => Deed.TakeBack,
    };

    [Fact]
    public Task Any_interleaving_ends_in_one_state() => Life.SampleAsync(LiveAndCompare, iter: 40, threads: 1);

    private async Task LiveAndCompare(Step[] life)
    {
        var room = HexId.New<RoomId>();
        await fixture.Grains.GetGrain<IRoomGrain>(room.Value).OpenToEveryone("Room");
        var chat = fixture.Grains.GetGrain<IConversationGrain>(room.Value);
        var people = new List<Guest>();
        for (var i = 0; i < People; i++)
            people.Add(await Guest.Enter(fixture.Grains, $"Person {i}"));
        fixture.Log.Turns = 100;
        var (promises, messages) = (new ConcurrentDictionary<Promise, string>(), new ConcurrentQueue<(long Number, UserId Author)>());
        try
        {
            await Task.WhenAll(people.Select((who, i) => Do(chat, who, [.. life.Where(step => step.Who == i)], promises, messages)));
        }
        finally
        {
            (fixture.Log.FailNext, fixture.Log.FailAfterNext, fixture.Log.Turns) = (null, null, 0);
        }
        await Compare(chat, ConversationId.Of(room), people, promises, messages.Count);
    }

    private async Task Do(
        IConversationGrain chat, Guest who, Step[] steps, ConcurrentDictionary<Promise, string> promises, ConcurrentQueue<(long Number, UserId Author)> messages)
    {
        for (var i = 0; i < steps.Length; i++)
        {
            await Make(chat, steps[i].Trouble);
            var (text, id, twice, me) = ($"{who.Actor.User.Value[..6]} {i}", HexId.New<MessageId>(), steps[i].Trouble >= Trouble.SentTwice, who.Actor.User);
            var known = messages.ToArray();
            var own = steps[i].Deed is Deed.Edit or Deed.Delete ? [.. known.Where(m => m.Author == me)] : known;
            if (steps[i].Deed != Deed.Say && own.Length == 0)
                continue;
            var target = steps[i].Deed == Deed.Say ? 0 : own[^(1 + steps[i].Target % own.Length)].Number;
            var emoji = Emoji[steps[i].Emoji];
            switch (steps[i].Deed)
            {
                case Deed.Say or Deed.Answer:
                    var receipt = await Ask(() => chat.Post(who.Actor, id, text, target == 0 ? null : target), twice);
                    if (receipt.Value is { } there)
                    {
                        messages.Enqueue((there.Sequence, me));
                        promises[new Promise(there.Sequence, me, null)] = text;
                    }
                    break;
                case Deed.Edit:
                    if ((await Ask(() => chat.Edit(who.Actor, target, text), twice)).Value is not null)
                        promises[new Promise(target, me, null)] = text;
                    break;
                case Deed.Delete:
                    Assert.NotNull((await Ask(() => chat.Delete(who.Actor, target), twice)).Value);
                    promises[new Promise(target, me, null)] = "";
                    break;
                default:
                    var on = steps[i].Deed == Deed.React;
                    if ((await Ask(() => chat.React(who.Actor, target, emoji, on), twice, othersMayDelete: true)).Value is not null)
                        promises[new Promise(target, me, emoji)] = on ? "on" : "";
                    break;
            }
        }
    }

    private async Task Make(IConversationGrain chat, Trouble trouble)
    {
        switch (trouble)
        {
            case Trouble.DiskRefuses or Trouble.SentTwiceAndDiskRefuses:
                fixture.Log.FailNext = new IOException("disk");
                break;
            case Trouble.DiskAnswersLate:
                fixture.Log.FailAfterNext = new IOException("disk");
                break;
            case Trouble.ActivationLost:
                await Lose(chat);
                break;
        }
    }

    private static async Task Lose(IConversationGrain chat)
    {
        try
        {
            await ClusterFixture.Deactivate(chat);
        }
        catch (OrleansMessageRejectionException)
        {
            // Somebody else's step has just ended it.
        }
    }

    // Again until it is known what became of it; or twice at once, of which nothing but the same may come.
    private async Task<Result<T>> Ask<T>(Func<Task<Result<T>>> call, bool twice, bool othersMayDelete = false) where T : class
    {
        for (var tries = 0; tries < 200; tries++)
        {
            Task<Result<T>>[] calls = twice ? [Call(), Call()] : [Call()];
            var answers = await Task.WhenAll(calls);
            var known = answers.Where(answer => answer.Refusal?.Code is not (RefusalCode.Unavailable or RefusalCode.TooFast)).ToArray();
            // Between the two of them its author may delete the message of somebody else who reacts.
            if (othersMayDelete && known.Any(answer => answer.Value is not null))
                known = [.. known.Where(answer => answer.Refusal?.Code != RefusalCode.MessageGone)];
            if (known.Length > 0)
                return Assert.Single(known.Distinct());
            if (answers.Any(answer => answer.Refusal?.Code == RefusalCode.TooFast))
                fixture.Time.Advance(Refills);
        }
        throw new InvalidOperationException("It is never answered.");

        async Task<Result<T>> Call()
        {
            try
            {
                return await call();
            }
            catch (OrleansMessageRejectionException)
            {
                return RefusalCode.Unavailable; // as the front says it
            }
        }
    }

    private async Task Compare(
        IConversationGrain chat, ConversationId id, List<Guest> people, ConcurrentDictionary<Promise, string> promises, int said)
    {
        var reader = people[0].Actor;
        var before = await Read(chat, reader);
        Assert.Equal(said, before.Count);
        await AssertHeld(chat, before, people);
        await ClusterFixture.Deactivate(chat);
        Assert.Equal(before.Select(Line), (await Read(chat, reader)).Select(Line));
        Assert.Equal((await Replay(id)).Select(Line), before.Select(Line));
        var messages = before.ToDictionary(message => message.Sequence);
        foreach (var (promise, promised) in promises)
            Assert.Equal(Kept(promise, promised, messages[promise.Message]), promised);
    }

    private static string Kept(Promise promise, string promised, ChatMessage message)
    {
        if (promise.Emoji is null)
            return message.Text;
        // A message that is deleted has no reactions any more.
        return message.Deleted ? promised : message.Reactions.Any(r => r.Emoji == promise.Emoji && r.Users.Contains(promise.User)) ? "on" : "";
    }

    // What the grain believes is what is on disk: to say it again writes nothing.
    private async Task AssertHeld(IConversationGrain chat, List<ChatMessage> messages, List<Guest> people)
    {
        var head = (await chat.GetHead(people[0].Actor)).Value!.Head;
        foreach (var message in messages.Where(message => !message.Deleted).TakeLast(3))
            foreach (var who in people)
                foreach (var emoji in Emoji)
                {
                    var on = message.Reactions.Any(r => r.Emoji == emoji && r.Users.Contains(who.Actor.User));
                    Assert.NotNull((await Ask(() => chat.React(who.Actor, message.Sequence, emoji, on), twice: false)).Value);
                }
        Assert.Equal(head, (await chat.GetHead(people[0].Actor)).Value!.Head);
    }

    private async Task<List<ChatMessage>> Read(IConversationGrain chat, Actor reader)
    {
        var messages = new List<ChatMessage>();
        for (long? before = null; ;)
        {
            var page = (await Ask(() => chat.Read(reader, new PageRequest(before, null, 7)), twice: false)).Value!;
            messages.InsertRange(0, page.Messages);
            if (!page.HasOlder)
                return messages;
            before = page.Messages[0].Sequence;
        }
    }

    // By the entries alone, without a look at the states beside them.
    private async Task<IEnumerable<ChatMessage>> Replay(ConversationId id)
    {
        var messages = new SortedDictionary<long, ChatMessage>();
        var entries = await fixture.Log.ReadAfter(id, 0, int.MaxValue);
        Assert.Equal(Enumerable.Range(1, entries.Count).Select(i => (long)i), entries.Select(entry => entry.Sequence));
        foreach (var entry in entries)
            if (entry.Kind == LogEntryKind.Message)
                messages[entry.Sequence] = Said(id, entry);
            else
                messages[entry.Target] = Changed(messages[entry.Target], entry);
        return messages.Values.Select(message => message.ReplyTo is { } quote
            ? message with { ReplyTo = message.Deleted ? null : quote with { Text = messages[quote.Sequence].Text } }
            : message);
    }

    private static ChatMessage Said(ConversationId id, LogEntry entry)
    {
        var nobody = new Profile(entry.Author, "", "", Guest: true);
        var body = entry.Body.IsEmpty ? null : MessageBody.Decode(entry);
        return new ChatMessage(id, entry.Sequence, entry.Id, nobody, entry.SentAtMs, body?.Text ?? "")
        {
            ReplyTo = body?.ReplyTo is { } answered ? new Quote(answered, nobody, "") : null,
        };
    }

    private static ChatMessage Changed(ChatMessage message, LogEntry entry)
    {
        var change = entry.Body.IsEmpty ? null : ChangeBody.ToChange(message.Conversation, entry);
        var changed = message with { Version = entry.Sequence };
        return entry.Kind switch
        {
            LogEntryKind.Edit => changed with { Text = change?.Text ?? "", EditedAtMs = entry.SentAtMs },
            LogEntryKind.Deletion => changed with { Text = "", EditedAtMs = null, Deleted = true, Reactions = [] },
            _ => changed with { Reactions = React(message.Reactions, change!.Emoji!, entry.Author, change.On) },
        };
    }

    private static List<Reaction> React(IReadOnlyList<Reaction> reactions, string emoji, UserId user, bool on)
    {
        List<Reaction> with = reactions.Any(r => r.Emoji == emoji) ? [.. reactions] : [.. reactions, new Reaction(emoji, [])];
        var index = with.FindIndex(r => r.Emoji == emoji);
        // An entry that changes nothing would be one too many.
        Assert.NotEqual(on, with[index].Users.Contains(user));
        with[index] = new Reaction(emoji, on ? [.. with[index].Users, user] : [.. with[index].Users.Where(other => other != user)]);
        with.RemoveAll(r => r.Users.Count == 0);
        return with;
    }

    private static string Line(ChatMessage message) =>
        $"{message.Sequence} {message.Author.Id} '{message.Text}' {message.Version} {message.EditedAtMs} {message.Deleted} "
        + $"{string.Join(' ', message.Reactions.Select(r => $"{r.Emoji}{string.Join('+', r.Users)}"))} {message.ReplyTo?.Sequence} '{message.ReplyTo?.Text}'";
}
