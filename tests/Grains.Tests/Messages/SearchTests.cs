using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Rooms;

namespace ChatMux.Grains.Tests.Messages;

public sealed class SearchTests(ClusterFixture fixture)
{
    private readonly IGrainFactory _grains = fixture.Grains;

    private async Task<(IConversationGrain Room, Guest Ada)> RoomOf(string name)
    {
        var (room, ada) = (HexId.New<RoomId>(), await Guest.Enter(_grains, name));
        Assert.NotNull((await ada.Creates(room)).Value);
        return (_grains.GetGrain<IConversationGrain>(room.Value), ada);
    }

    private static Task<Result<SearchPage>> Search(IConversationGrain room, Guest who, string text, Guest? author = null, long? before = null) =>
        room.Search(who.Actor, new SearchRequest(text, author?.Actor.User, before));

    private static async Task<string[]> Finds(IConversationGrain room, Guest who, string text, Guest? author = null) =>
        [.. (await Search(room, who, text, author)).Value!.Hits.Select(hit => hit.Excerpt)];

    private static Task<Result<SendReceipt>> Says(IConversationGrain room, Guest who, string text) => room.Post(who.Actor, HexId.New<MessageId>(), text);

    [Fact]
    public async Task A_hit_has_who_when_and_the_words()
    {
        var (room, ada) = await RoomOf("Ada");
        var sent = (await Says(room, ada, "the tea is ready")).Value!;
        await Says(room, ada, "coffee");
        var page = (await Search(room, ada, "READY te")).Value!;
        var hit = Assert.Single(page.Hits);
        Assert.Equal((sent.Sequence, "Ada", sent.SentAtMs, "the tea is ready"), (hit.Sequence, hit.Author.Name, hit.SentAtMs, hit.Excerpt));
        Assert.Equal([new TextMark(4, 3), new TextMark(11, 5)], hit.Marks);
        Assert.Null(page.Before);
    }

    [Fact]
    public async Task Changes_count_at_once()
    {
        var (room, ada) = await RoomOf("Ada");
        var edited = (await Says(room, ada, "before")).Value!.Sequence;
        var deleted = (await Says(room, ada, "secret")).Value!.Sequence;
        await room.Edit(ada.Actor, edited, "after");
        await room.Delete(ada.Actor, deleted);
        Assert.Empty(await Finds(room, ada, "before"));
        Assert.Empty(await Finds(room, ada, "secret"));
        Assert.Equal(["after"], await Finds(room, ada, "after"));
        Assert.Equal(["after"], await Finds(room, ada, "", ada));
        await room.EraseAuthor(ada.Actor.User);
        Assert.Empty(await Finds(room, ada, "after"));
        Assert.Empty(await Finds(room, ada, "", ada));
    }

    [Fact]
    public async Task More_than_a_page_is_found_by_going_on()
    {
        var (room, _) = await RoomOf("Ada");
        var found = new List<string>();
        var seeker = await Guest.Enter(_grains, "Bo");
        await seeker.Joins(RoomId.Of(room.GetPrimaryKeyString()));
        for (var i = 0; i < Limits.SearchPage + 5; i++)
        {
            // A guest says fifteen things at once.
            var speaker = await Guest.Enter(_grains, "Cy");
            await speaker.Joins(RoomId.Of(room.GetPrimaryKeyString()));
            await Says(room, speaker, $"word {i}");
        }
        long? before = null;
        do
        {
            var page = (await Search(room, seeker, "word", before: before)).Value!;
            Assert.InRange(page.Hits.Count, 0, Limits.SearchPage);
            found.AddRange(page.Hits.Select(hit => hit.Excerpt));
            before = page.Before;
        }
        while (before is not null);
        Assert.Equal(Enumerable.Range(0, Limits.SearchPage + 5).Reverse().Select(i => $"word {i}"), found);
    }

    [Fact]
    public async Task Who_does_not_take_part_finds_nothing_not_even_whether_it_is_there()
    {
        var (room, ada) = await RoomOf("Ada");
        await Says(room, ada, "secret");
        var stranger = await Guest.Enter(_grains, "Mallory");
        Assert.Equal(RefusalCode.NotFound, (await Search(room, stranger, "secret")).Refusal?.Code);
        Assert.Equal(RefusalCode.NotFound, (await Search(room, stranger, "", ada)).Refusal?.Code);
        Assert.Equal(RefusalCode.NotFound, (await Search(_grains.GetGrain<IConversationGrain>(HexId.New<ConversationId>().Value), ada, "secret")).Refusal?.Code);
        var room2 = RoomId.Of(room.GetPrimaryKeyString());
        await stranger.Joins(room2);
        Assert.Single(await Finds(room, stranger, "secret"));
        await stranger.Leaves(room2);
        Assert.Equal(RefusalCode.NotFound, (await Search(room, stranger, "secret")).Refusal?.Code);
    }

    [Fact]
    public async Task What_cannot_be_searched_for_is_refused()
    {
        var (room, ada) = await RoomOf("Ada");
        Assert.Equal(RefusalCode.SearchTooLong, (await Search(room, ada, new string('x', 1_000_000))).Refusal?.Code);
        Assert.Equal(RefusalCode.SearchTooLong, (await Search(room, ada, new string('x', Limits.SearchLength + 1), ada)).Refusal?.Code);
        Assert.Equal(RefusalCode.Malformed, (await Search(room, ada, null!, ada)).Refusal?.Code);
        foreach (var nothing in new[] { "", " ", "\"*\"", "-()^:", "🎉" })
            Assert.Equal(RefusalCode.NothingToSearch, (await Search(room, ada, nothing)).Refusal?.Code);
        Assert.Equal(RefusalCode.NothingToSearch, (await Search(room, ada, "***", ada)).Refusal?.Code);
    }

    [Fact]
    public async Task Someone_who_searches_without_end_is_told_when_to_go_on_and_may_still_read()
    {
        var (room, ada) = await RoomOf("Ada");
        for (var i = 0; i < 20; i++)
            Assert.NotNull((await Search(room, ada, "x")).Value);
        var refused = (await Search(room, ada, "x")).Refusal;
        Assert.Equal(RefusalCode.TooFast, refused?.Code);
        Assert.NotNull((await room.Read(ada.Actor, new PageRequest(null, null, 1))).Value);
        fixture.Time.Advance(TimeSpan.FromMilliseconds(refused!.RetryAfterMs!.Value));
        Assert.NotNull((await Search(room, ada, "x")).Value);
    }
}
