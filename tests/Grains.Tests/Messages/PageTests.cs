using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Rooms;

namespace ChatMux.Grains.Tests.Messages;

/// <summary>Pages that are read while others write.</summary>
public sealed class PageTests(ClusterFixture fixture)
{
    [Fact]
    public async Task A_page_of_an_empty_conversation_does_not_claim_the_message_that_was_written_meanwhile()
    {
        var ada = await Guest.Enter(fixture.Grains, "Ada");
        var room = HexId.New<RoomId>();
        Assert.NotNull((await ada.Creates(room)).Value);
        var chat = ConversationId.Of(room);
        var grain = fixture.Grains.GetGrain<IConversationGrain>(chat.Value);
        fixture.Log.HeldPage = new TaskCompletionSource();
        var reading = grain.Read(ada.Actor, new PageRequest(null, null, 30));
        await fixture.Log.PageRead.Task.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        Assert.Equal(1, (await ada.Says("first", conversation: chat)).Value!.Sequence);
        fixture.Log.HeldPage.SetResult();
        fixture.Log.HeldPage = null;
        var page = (await reading).Value!;
        // A browser takes an empty page for "nothing up to the head" (window.ts, fromNewest) and drops number 1 when it hears it.
        Assert.True(page.Messages.Count > 0 || page.Head == 0, $"{page.Messages.Count} messages, head {page.Head}");
    }
}
