using ChatMux.Browser.Tests.Friends;
using ChatMux.Browser.Tests.Messages;

namespace ChatMux.Browser.Tests.Connections;

/// <summary>The silo dies in the middle of what two friends at two fronts write to each other.</summary>
public sealed class DirectLossTests(Stage stage) : LossTest(stage)
{
    [Fact]
    public async Task What_two_friends_write_is_there_once_and_in_order_though_the_silo_was_killed_meanwhile()
    {
        var silo = Place.Silo();
        var (one, two) = (Place.Front(), Place.Front());
        var ada = await SignsUp("Ada", server: await one.Ready());
        var bob = await SignsUp("Bob", server: await two.Ready());
        foreach (var person in new[] { ada, bob })
            person.NetworkMayFail();
        await ada.Befriends(bob);
        await ada.OpensDirect(bob);
        await bob.OpensDirect(ada);
        var said = Enumerable.Range(1, 12).Select(number => $"message {number}.").ToArray();
        foreach (var text in said[..4])
            await ada.Says(text);
        await bob.Sees(said[3]);
        foreach (var text in said[4..8])
            await ada.Says(text);
        await silo.Kill();
        foreach (var text in said[8..])
            await ada.Says(text);
        Place.Silo();
        foreach (var person in new[] { ada, bob })
        {
            await person.Sees(said[^1]);
            Assert.Equal(said, await person.Page.Locator("article p:not(.outbox-state)").AllInnerTextsAsync());
        }
        // And for whoever opens it anew.
        foreach (var person in new[] { ada, bob })
        {
            await person.Reloads();
            await person.Sees(said[^1]);
            Assert.Equal(said, await person.Page.Locator("article p:not(.outbox-state)").AllInnerTextsAsync());
        }
        await bob.Says("still friends");
        await ada.Sees("still friends");
    }
}
