using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.WebFront.Delivery;

namespace ChatMux.WebFront.Tests.Delivery;

public sealed class FramesTests
{
    private static MessagePosted Posted(int number, int length) => new(new ChatMessage(
        HexId.New<ConversationId>(), number, HexId.New<MessageId>(), new Profile(HexId.New<UserId>(), "Ada", "#336699", false), 0, new string('x', length)));

    [Theory]
    [InlineData(0, 100, 0)]
    [InlineData(1, 100, 1)]
    [InlineData(1, 4_000, 1)]
    [InlineData(50, 100, 1)]
    [InlineData(1_000, 4_000, 1_000 / 10)]
    public void What_comes_together_goes_on_in_pieces_in_the_same_order(int count, int length, int pieces)
    {
        ServerEvent[] events = [.. Enumerable.Range(1, count).Select(i => Posted(i, length))];
        var cut = Frames.InPieces(events).ToArray();
        Assert.Equal(events, cut.SelectMany(piece => piece));
        Assert.Equal(pieces, cut.Length);
        Assert.All(cut, piece => Assert.True(piece.Count == 1 || piece.Sum(e => e.EstimatedBytes) <= Frames.PieceBytes));
    }

    [Fact]
    public void One_that_is_too_large_by_itself_goes_by_itself()
    {
        var cut = Frames.InPieces([Posted(1, 10), Posted(2, Frames.PieceBytes), Posted(3, 10), Posted(4, 10)]).ToArray();
        Assert.Equal([1, 1, 2], cut.Select(piece => piece.Count));
    }
}
