using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.WebFront.Messages;

namespace ChatMux.WebFront.Tests.Messages;

public sealed class SearchTests(TestCluster cluster)
{
    private static Task<Result<SearchPage>> Search(TestBrowser who, ConversationId where, string? text, long? before = null) =>
        who.Call<SearchPage>("SearchMessages", new SearchMessagesCommand(where, text!, null, before));

    [Fact]
    public async Task What_one_says_the_other_finds()
    {
        await using var ada = await TestBrowser.Enter(cluster.One, "Ada");
        await using var bo = await TestBrowser.Enter(cluster.Two, "Bo");
        var word = $"w{ada.Connection.Value}";
        var said = (await ada.Says($"Crème {word} brûlée")).Value!;
        var hit = Assert.Single((await Search(bo, bo.General, $"BRULEE {word}")).Value!.Hits);
        Assert.Equal((said.Sequence, ada.Welcome.Me.Id), (hit.Sequence, hit.Author.Id));
        var byAda = await bo.Call<SearchPage>("SearchMessages", new SearchMessagesCommand(bo.General, "", ada.Welcome.Me.Id));
        Assert.Equal([said.Sequence], byAda.Value!.Hits.Select(h => h.Sequence));
        Assert.Empty((await Search(bo, bo.General, word, said.Sequence)).Value!.Hits);
    }

    [Fact]
    public async Task Bad_input_is_refused_or_plain_words()
    {
        await using var ada = await TestBrowser.Enter(cluster.One, "Ada");
        foreach (var typed in new[] { "\" OR 1", "a* NOT b", "NEAR(a, b)", "words: x", "1.0:x", "a \0 b", "'; DROP TABLE message; --", "%x_" })
            Assert.NotNull((await Search(ada, ada.General, typed)).Value);
        Assert.Equal(RefusalCode.NothingToSearch, (await Search(ada, ada.General, "\"*")).Refusal?.Code);
        Assert.Equal(RefusalCode.Malformed, (await Search(ada, ada.General, null)).Refusal?.Code);
        Assert.Equal(RefusalCode.SearchTooLong, (await Search(ada, ada.General, new string('x', 20_000))).Refusal?.Code);
        foreach (var before in new[] { long.MinValue, -1, 0, long.MaxValue })
            Assert.NotNull((await Search(ada, ada.General, "x", before)).Value);
    }

    [Fact]
    public async Task A_search_of_a_megabyte_ends_its_socket_and_nothing_else()
    {
        await using var ada = await TestBrowser.Enter(cluster.One, "Ada");
        await Assert.ThrowsAnyAsync<Exception>(() => Search(ada, ada.General, new string('x', 1_000_000)));
        await ada.Closed.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        await using var bo = await TestBrowser.Enter(cluster.One, "Bo");
        Assert.NotNull((await Search(bo, bo.General, "x")).Value);
    }

    [Fact]
    public async Task Another_room_is_not_there()
    {
        await using var ada = await TestBrowser.Enter(cluster.One, "Ada");
        await using var bo = await TestBrowser.Enter(cluster.One, "Bo");
        var room = HexId.New<RoomId>();
        Assert.NotNull((await ada.Creates(room)).Value);
        await ada.Says("secret", conversation: ConversationId.Of(room));
        Assert.Equal(RefusalCode.NotFound, (await Search(bo, ConversationId.Of(room), "secret")).Refusal?.Code);
        Assert.Single((await Search(ada, ConversationId.Of(room), "secret")).Value!.Hits);
    }
}
