using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Messages;

namespace ChatMux.Grains.Tests.Messages;

public sealed class MessageTextTests
{
    [Theory]
    [InlineData(null, RefusalCode.Malformed)]
    [InlineData("", RefusalCode.EmptyMessage)]
    [InlineData(" \n\t", RefusalCode.EmptyMessage)]
    [InlineData("\u200b\u200d", RefusalCode.EmptyMessage)]
    [InlineData("\u3164\u2800", RefusalCode.EmptyMessage)]
    public void A_text_without_anything_to_see_is_refused(string? text, RefusalCode code) =>
        Assert.Equal(code, MessageText.Check(text)?.Code);

    [Fact]
    public void Four_thousand_characters_may_be_sent_and_one_more_may_not()
    {
        Assert.Null(MessageText.Check(new string('x', 4000)));
        Assert.Equal(RefusalCode.MessageTooLong, MessageText.Check(new string('x', 4001))?.Code);
    }
}
