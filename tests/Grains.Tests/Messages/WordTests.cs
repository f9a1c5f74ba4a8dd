using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Messages;

namespace ChatMux.Grains.Tests.Messages;

public sealed class WordTests
{
    [Theory]
    [InlineData("Don't PANIC, 42 times!", "don t panic 42 times")]
    [InlineData("Ärger, crème BRÛLÉE", "arger creme brulee")]
    [InlineData("cre\u0300me", "creme")]
    [InlineData("Ёлка й ΆΝΘΡΩΠΟΣ", "елка и ανθρωποσ")]
    [InlineData("ﬁne Ｗｉｄｅ soft\u00ADhyphen", "fine wide softhyphen")]
    [InlineData("হিন্দি हिन्दी עִבְרִית", "হিন্দি हिन्दी עִבְרִית")]
    [InlineData("한국어 좋아요", "한국어 좋아요")]
    [InlineData("今日は", "今日 日は は")]
    [InlineData("I like 寿司!", "i like 寿司 司")]
    [InlineData("𠀀𠀁x", "𠀀𠀁 𠀁 x")]
    [InlineData("สวัสดี", "สว วั ัส สด ดี ี")]
    [InlineData("❤️ 👍🏽 … \"* -", "")]
    [InlineData("⑴ ⒈x ½ Ⅻ ①", "1 1x 1⁄2 xii 1")]
    [InlineData("か\u200d\u200d", "か")]
    [InlineData("\uD83Dhalf\uDE00", "half")]
    public void Words_are_compared_without_case_and_accents(string text, string words) =>
        Assert.Equal(words.Normalize(), string.Join(' ', WordScanner.Scan(text).Select(word => word.Folded)));

    [Theory]
    [InlineData("the cat", "the cat*")]
    [InlineData("the c", "the c")]
    [InlineData("天", "天*")]
    [InlineData("天気で", "天気 気で")]
    [InlineData("sushi 寿司 please", "sushi 寿司 please*")]
    [InlineData("cat Cat cat", "cat cat*")]
    [InlineData("(\"*\")", "")]
    public void Only_the_last_word_may_be_a_beginning(string typed, string words) =>
        Assert.Equal(words, string.Join(' ', WordQuery.Parse(typed, null).Words.Select(word => word.Text + (word.Begins ? "*" : ""))));

    [Theory]
    [InlineData("Meet at the CAFÉ.\nBring cake", "cafe ca", "Meet at the [CAFÉ]. Bring [cake]")]
    [InlineData("今日は天気がいい", "天気が", "今日は[天気が]いい")]
    [InlineData("nothing of it", "absent", "nothing of it")]
    [InlineData("😀 smile 😀", "smile", "😀 [smile] 😀")]
    public void What_was_found_is_marked(string text, string typed, string marked) => Assert.Equal(marked, Marked(text, typed));

    [Fact]
    public void Of_a_long_message_the_part_around_the_first_word_is_shown()
    {
        var text = string.Concat(Enumerable.Repeat("filling ", 200)) + "needle " + string.Concat(Enumerable.Repeat("😀", 300));
        var (excerpt, _) = SearchExcerpt.Of(text, WordQuery.Parse("needle", null));
        Assert.StartsWith("…filling", excerpt, StringComparison.Ordinal);
        Assert.EndsWith("😀…", excerpt, StringComparison.Ordinal);
        Assert.InRange(excerpt.Length, 200, 242);
        Assert.Contains("[needle]", Marked(text, "needle"), StringComparison.Ordinal);
        Assert.StartsWith("filling", SearchExcerpt.Of(text, WordQuery.Parse("", HexId.New<UserId>())).Excerpt, StringComparison.Ordinal);
    }

    [Fact]
    public void A_word_without_end_is_cut_the_same_way_everywhere()
    {
        var endless = new string('x', 5_000);
        Assert.Equal(64, WordScanner.Scan(endless).Single().Folded.Length);
        Assert.Equal(WordScanner.Scan(endless + endless).Single().Folded, Assert.Single(WordQuery.Parse(endless, null).Words).Text);
    }

    private static string Marked(string text, string typed)
    {
        var (excerpt, marks) = SearchExcerpt.Of(text, WordQuery.Parse(typed, null));
        foreach (var mark in marks.Reverse())
            excerpt = excerpt.Insert(mark.Start + mark.Length, "]").Insert(mark.Start, "[");
        return excerpt;
    }
}
