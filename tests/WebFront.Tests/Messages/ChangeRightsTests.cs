using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.WebFront.Messages;
using ChatMux.WebFront.Tests.Sessions;

namespace ChatMux.WebFront.Tests.Messages;

/// <summary>Who may do what to a message in a room, by whatever they are.</summary>
public sealed class ChangeRightsTests(TestCluster cluster)
{
    private readonly RoomId _room = HexId.New<RoomId>();

    private ConversationId Chat => ConversationId.Of(_room);

    [Theory]
    [InlineData("guest", "member", "author", "done", "done", "done", "done")]
    [InlineData("identity", "member", "author", "done", "done", "done", "done")]
    [InlineData("guest", "member", "other", "notAuthor", "notAuthor", "done", "done")]
    [InlineData("identity", "member", "other", "notAuthor", "notAuthor", "done", "done")]
    [InlineData("guest", "left", "author", "notFound", "notFound", "notFound", "notFound")]
    [InlineData("identity", "left", "author", "notFound", "notFound", "notFound", "notFound")]
    [InlineData("guest", "stranger", "other", "notFound", "notFound", "notFound", "notFound")]
    [InlineData("identity", "stranger", "other", "notFound", "notFound", "notFound", "notFound")]
    public async Task Everyone_may_do_what_the_table_says(string kind, string place, string role, string edit, string delete, string react, string answer)
    {
        await using var owner = await TestBrowser.Enter(cluster.One, "Olga");
        await owner.Creates(_room);
        await using var author = await TestBrowser.Enter(cluster.One, "Ada");
        await author.Joins(_room);
        await using var who = await Enters(kind);
        if (place != "stranger")
            await who.Joins(_room);
        var writes = role == "author" ? who : author;
        var message = (await writes.Says("as it was", conversation: Chat)).Value!.Sequence;
        if (place == "left")
            await who.Leaves(_room);

        Assert.Equal(react, Said(await who.Call<Done>("React", new ReactCommand(Chat, message, "👍", true))));
        Assert.Equal(answer, Said(await who.Call<SendReceipt>("SendMessage", new SendMessageCommand(Chat, HexId.New<MessageId>(), "answer", message))));
        Assert.Equal(edit, Said(await who.Call<Done>("EditMessage", new EditMessageCommand(Chat, message, "changed"))));
        await Reads(owner, message, edit == "done" ? "changed" : "as it was", react == "done" ? 1 : 0);
        Assert.Equal(delete, Said(await who.Call<Done>("DeleteMessage", new DeleteMessageCommand(Chat, message))));
        await Reads(owner, message, delete == "done" ? "" : "as it was", delete == "done" || react != "done" ? 0 : 1);
    }

    private async Task<TestBrowser> Enters(string kind)
    {
        if (kind == "guest")
            return await TestBrowser.Enter(cluster.Two, "Guest");
        var browser = new TestBrowser();
        using var authenticator = new SoftAuthenticator { Origin = cluster.Two.Address.GetLeftPart(UriPartial.Authority) };
        await browser.SignUp(cluster.Two, authenticator, "Identity");
        await browser.Open(cluster.Two);
        Assert.False((await browser.Attach()).Value!.Me.Guest);
        return browser;
    }

    private async Task Reads(TestBrowser reader, long number, string text, int reactions)
    {
        var page = await reader.Call<MessagePage>("ReadMessages", new ReadMessagesCommand(Chat, null, null, 10));
        var message = page.Value!.Messages.Single(m => m.Sequence == number);
        Assert.Equal((text, reactions), (message.Text, message.Reactions.Count));
    }

    private static string Said<T>(Result<T> answer) where T : class =>
        answer.Refusal is { } refusal ? char.ToLowerInvariant($"{refusal.Code}"[0]) + $"{refusal.Code}"[1..] : "done";
}
