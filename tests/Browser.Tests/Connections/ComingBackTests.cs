namespace ChatMux.Browser.Tests.Connections;

public sealed class ComingBackTests(Stage stage) : BrowserTest(stage)
{
    [Fact]
    public async Task What_is_written_offline_waits_and_is_sent_once_and_what_others_said_meanwhile_is_there()
    {
        var ada = await Enters("Ada");
        var bob = await Enters("Bob");
        await ada.GoesOffline();
        await Expect(ada.Connection).ToContainTextAsync("You are offline");
        await ada.Says(Own("Ada's first"));
        await ada.Says(Own("Ada's second"));
        await Expect(ada.Message(Own("Ada's first"))).ToContainTextAsync("Waiting for connection");
        for (var i = 0; i < 3; i++)
            await bob.Says(Own($"Bob's {i}"));
        await bob.Sees(Own("Bob's 2"));
        await ada.ComesBack();
        foreach (var person in new[] { ada, bob })
        {
            await person.Sees(Own("Ada's first"));
            await person.Sees(Own("Ada's second"));
            Assert.Equal(
                [Own("Bob's 0"), Own("Bob's 1"), Own("Bob's 2"), Own("Ada's first"), Own("Ada's second")],
                await person.Reads(Own("")));
        }
        await ada.IsIn();
    }

    [Fact]
    public async Task What_is_written_offline_survives_a_reload()
    {
        var ada = await Enters("Ada");
        var bob = await Enters("Bob");
        await ada.GoesOffline();
        await ada.Says(Own("kept"));
        await Expect(ada.Message(Own("kept"))).ToContainTextAsync("Waiting for connection");
        await ada.ComesBack();
        await ada.Reloads();
        await ada.Sees(Own("kept"));
        await bob.Sees(Own("kept"));
    }

    [Fact]
    public async Task After_the_server_was_away_the_page_goes_on_by_itself()
    {
        await using var server = await ChatServer.Start();
        var ada = await Enters("Ada", server: server);
        var bob = await Enters("Bob", server: server);
        await bob.Says("before");
        await ada.Sees("before");
        ada.NetworkMayFail();
        bob.NetworkMayFail();
        await server.Stop();
        await Expect(ada.Connection).ToContainTextAsync("The server cannot be reached");
        await ada.Says("meanwhile");
        await server.StartAgain();
        await bob.Sees("meanwhile");
        await ada.IsIn();
        await ada.Sees("before");
        await bob.Says("after");
        await ada.Sees("after");
        await ada.Sees(bob);
        Assert.Equal(["before", "meanwhile", "after"], await ada.Page.Locator("article p:not(.outbox-state)").AllInnerTextsAsync());
        await ada.LeavesForGood();
        await bob.LeavesForGood();
    }
}
