using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Users;

namespace ChatMux.Grains.Tests.Users;

public sealed class StatusTextTests
{
    [Theory]
    [InlineData("counting", "counting")]
    [InlineData("  at lunch 🍜 ", "at lunch 🍜")]
    [InlineData("", null)]
    [InlineData("   ", null)]
    [InlineData("\u200b\u2060", null)]
    public void A_status_is_cut_to_what_there_is_to_see(string text, string? status)
    {
        Assert.True(StatusText.TryNormalize(text, out var normalized));
        Assert.Equal(status, normalized);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("two\nlines")]
    [InlineData("a\0b")]
    [InlineData("\u202Eturned round")]
    [InlineData("half \ud83d")]
    public void What_breaks_a_list_is_refused(string? text) => Assert.False(StatusText.TryNormalize(text, out _));

    [Fact]
    public void The_longest_one_is_taken_and_one_more_is_not()
    {
        Assert.True(StatusText.TryNormalize(new string('x', Limits.StatusLength), out _));
        Assert.False(StatusText.TryNormalize(new string('x', Limits.StatusLength + 1), out _));
    }
}
