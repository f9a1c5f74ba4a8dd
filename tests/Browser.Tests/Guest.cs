using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Browser.Tests;

/// <summary>Somebody who talks without a browser: quick where a test needs a past, or a busy room.</summary>
internal sealed class Guest
{
    private readonly IConversationGrain _general;
    private readonly Actor _actor;

    private Guest(IConversationGrain general, Actor actor) => (_general, _actor) = (general, actor);

    public static async Task<Guest> Enters(ChatServer server, string name, string colour = "#1fb5a8")
    {
        var actor = new Actor(HexId.New<UserId>(), HexId.New<DeviceId>(), HexId.New<SessionId>(), HexId.New<ConnectionId>());
        var entered = await server.Grains.GetGrain<IUserGrain>(actor.User.Value).BecomeGuest(new GuestProfile(name, colour));
        Assert.Null(entered.Refusal);
        var general = (await server.Grains.GetGrain<IRoomDirectoryGrain>(IRoomDirectoryGrain.Key).List())[0];
        return new Guest(server.Grains.GetGrain<IConversationGrain>(ConversationId.Of(general.Id).Value), actor);
    }

    /// <summary>Says very much, many at a time; only the order of the batches is that of the texts.</summary>
    public async Task SaysAtOnce(IEnumerable<string> texts, int batch)
    {
        foreach (var some in texts.Chunk(batch))
            foreach (var receipt in await Task.WhenAll(some.Select(text => _general.Post(_actor, HexId.New<MessageId>(), text))))
                Assert.Null(receipt.Refusal);
    }

    public async Task Says(params IEnumerable<string> texts)
    {
        foreach (var text in texts)
            Assert.Null((await _general.Post(_actor, HexId.New<MessageId>(), text)).Refusal);
    }
}
