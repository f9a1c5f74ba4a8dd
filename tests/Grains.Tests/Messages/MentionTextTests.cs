using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Messages;

namespace ChatMux.Grains.Tests.Messages;

public sealed class MentionTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("nobody", "")]
    [InlineData("@ada", "ada")]
    [InlineData("hi @Ada, and (@bob_2)!", "ada bob_2")]
    [InlineData("@here @ada @here", "here ada")]
    [InlineData("mail ada@example.org", "")]
    [InlineData("größe@ada", "")]
    [InlineData("@adaé", "")]
    [InlineData("@@ada", "ada")]
    [InlineData("@ada@bob", "ada")]
    [InlineData("@ab @", "")]
    [InlineData("@a_name_that_is_too_long", "")]
    [InlineData("code `@ada` text @bob", "bob")]
    [InlineData("```\n@ada\n```\n@bob", "bob")]
    [InlineData("``a ` @ada`` @bob", "bob")]
    [InlineData("one ` @ada", "ada")]
    [InlineData("`` @ada `", "ada")]
    [InlineData("~~~\n@ada\n~~~\n@bob", "bob")]
    [InlineData("```\n@here is pasted without an end\n\n@ada", "")]
    [InlineData("text\n```cs\n@ada\n````\n@bob", "bob")]
    [InlineData("```not ` a fence\n@ada", "ada")]
    [InlineData("see:\n\n    @override\n\n@ada", "ada")]
    [InlineData("a line\n    @ada goes on", "ada")]
    [InlineData("- an item\n\n    @ada in it", "ada")]
    [InlineData("a ` b\n\n@ada please\n\nc ` d", "ada")]
    [InlineData("\\`@ada\\`", "ada")]
    [InlineData("https://example.org/@ada", "")]
    public void Calls_those_whose_names_stand_after_an_at(string text, string names) =>
        Assert.Equal(names, string.Join(' ', MentionText.Find(text)));

    [Fact]
    public void Calls_so_many_and_no_more() => Assert.Equal(
        Limits.Mentions, MentionText.Find(string.Join(' ', Enumerable.Range(0, 100).Select(i => $"@ada{i}"))).Count);
}
