using ChatMux.Grains.Interfaces.Messages;

namespace ChatMux.WebFront.Tests.Delivery;

[Collection<CrowdedPlace>]
public sealed class OncePerFrontTests(CrowdedPlace place)
{
    private const int Messages = 20;

    [Fact]
    public async Task A_message_to_a_thousand_on_two_fronts_is_a_batch_and_a_frame_for_each_front_and_reaches_everyone_once_and_in_order()
    {
        var fronts = new[] { place.Cluster.One, place.Cluster.Two };
        var before = fronts.Select(f => (f.Readings.ConversationBatches, f.Readings.Frames)).ToArray();
        var numbers = new List<long>();
        for (var i = 0; i < Messages; i++)
            numbers.Add((await Crowd.Hear(place.Crowd.Members, place.Crowd.Members[i], $"to everyone {i}")).Sequence);
        var after = fronts.Select(f => (f.Readings.ConversationBatches, f.Readings.Frames));
        Assert.Equal(before.Select(b => (b.ConversationBatches + Messages, b.Frames + Messages)), after);
        foreach (var member in place.Crowd.Members)
            Assert.Equal(numbers, member.All<MessagePosted>().Select(m => m.Message.Sequence).Where(s => s >= numbers[0]));
    }
}
