using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Users;

namespace ChatMux.Grains.Tests.Users;

public sealed class OneLineTests
{
    [Theory]
    [InlineData("counting", "counting")]
    [InlineData("  at lunch 🍜 ", "at lunch 🍜")]
    [InlineData("", null)]
    [InlineData("   ", null)]
    [InlineData("\u200b\u2060", null)]
    public void A_line_is_cut_to_what_there_is_to_see(string text, string? status)
    {
        Assert.True(OneLine.TryNormalize(text, Limits.StatusLength, out var normalized));
        Assert.Equal(status, normalized);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("two\nlines")]
    [InlineData("a\0b")]
    [InlineData("\u202Eturned round")]
    [InlineData("half \ud83d")]
    public void What_breaks_a_list_is_refused(string? text) => Assert.False(OneLine.TryNormalize(text, Limits.StatusLength, out _));

    [Fact]
    public void The_longest_one_is_taken_and_one_more_is_not()
    {
        Assert.True(OneLine.TryNormalize(new string('x', Limits.StatusLength), Limits.StatusLength, out _));
        Assert.False(OneLine.TryNormalize(new string('x', Limits.StatusLength + 1), Limits.StatusLength, out _));
    }
}
