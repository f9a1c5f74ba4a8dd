using ChatMux.Grains.Users;
using CsCheck;

namespace ChatMux.Grains.Tests.Users;

public sealed class DisplayNameTests
{
    [Theory]
    [InlineData("Ada", "Ada")]
    [InlineData("  Ada   Lovelace \t", "Ada Lovelace")]
    [InlineData("Zoe\u0308", "Zo\u00eb")]
    [InlineData("👩‍💻", "👩‍💻")]
    [InlineData("❤️", "❤️")]
    [InlineData("7️⃣ dwarfs ‼️", "7️⃣ dwarfs ‼️")]
    [InlineData("李小龍", "李小龍")]
    [InlineData("نرگس\u200cخانم", "نرگس\u200cخانم")]
    [InlineData("Nguyễn", "Nguyễn")]
    public void A_name_has_one_form(string text, string expected)
    {
        Assert.True(DisplayName.TryNormalize(text, out var name));
        Assert.Equal(expected, name);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("\u200d")]
    [InlineData("a\u0000b")]
    [InlineData("a\u202eb")]
    [InlineData("\u200bAda")]
    [InlineData("\u3164")]
    [InlineData("\u2800")]
    [InlineData("\ufe0f")]
    [InlineData("A\u200dnn")]
    [InlineData("A\u200cnn")]
    [InlineData("Ann\u200d")]
    [InlineData("Z\u0311\u0311\u0311\u0311")]
    [InlineData("Ada\u3164")]
    [InlineData("A\u115Fda")]
    [InlineData("Ada\u2800")]
    [InlineData("Ada\uFE0F")]
    [InlineData("Ad\u034Fa")]
    [InlineData("Ada\U000E0100")]
    [InlineData("\u17B4ក")]
    [InlineData("Ada 7\uFE0F")]
    public void What_cannot_be_seen_is_no_name(string? text) => Assert.False(DisplayName.TryNormalize(text, out _));

    [Fact]
    public void Half_a_character_is_no_name()
    {
        // Attributes cannot carry lone surrogates.
        Assert.False(DisplayName.TryNormalize("\ud83d", out _));
        Assert.False(DisplayName.TryNormalize("\udc69x", out _));
        Assert.False(DisplayName.TryNormalize("x\ud83d\ud83d", out _));
    }

    [Fact]
    public void Sixty_four_characters_are_a_name_and_one_more_is_not()
    {
        Assert.True(DisplayName.TryNormalize(new string('a', 64), out _));
        Assert.False(DisplayName.TryNormalize(new string('a', 65), out _));
    }

    [Fact]
    public void A_normalized_name_stays_as_it_is() => Gen.String.Sample(text =>
        !DisplayName.TryNormalize(text, out var name)
        || (DisplayName.TryNormalize(name, out var again) && again == name));

    [Theory]
    [InlineData("#A1B2c3", true)]
    [InlineData("#A1B2c", false)]
    [InlineData("#A1B2c3\n", false)]
    [InlineData("red", false)]
    [InlineData("#gggggg", false)]
    [InlineData(null, false)]
    public void A_colour_is_a_hash_and_six_digits(string? text, bool valid) => Assert.Equal(valid, Colour.TryNormalize(text, out _));
}
