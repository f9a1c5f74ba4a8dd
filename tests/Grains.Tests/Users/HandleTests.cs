using ChatMux.Grains.Users;

namespace ChatMux.Grains.Tests.Users;

public sealed class HandleTests
{
    [Theory]
    [InlineData("ada", true)]
    [InlineData("ada_lovelace_1815", true)]
    [InlineData("a2345678901234567890", true)]
    [InlineData("a23456789012345678901", false)]
    [InlineData("ad", false)]
    [InlineData("Ada", false)]
    [InlineData("1ada", false)]
    [InlineData("_ada", false)]
    [InlineData("ada-l", false)]
    [InlineData("аda", false)] // begins with a Cyrillic letter
    [InlineData("ada\n", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData("here", false)]
    [InlineData("everyone", false)]
    [InlineData("adm1n", false)]
    [InlineData("0perator", false)]
    [InlineData("system_", false)]
    public void What_a_handle_is(string? text, bool valid) => Assert.Equal(valid, Handle.IsValid(text));

    [Theory]
    [InlineData("paul", "pau1")]
    [InlineData("paul", "paui")]
    [InlineData("paul", "p_a_u_l")]
    [InlineData("bob", "b0b")]
    [InlineData("bames", "barnes")]
    [InlineData("wim", "vvim")]
    [InlineData("sys5", "5yss")]
    public void Those_that_look_alike_have_one_skeleton(string one, string other) => Assert.Equal(Handle.Skeleton(one), Handle.Skeleton(other));

    [Theory]
    [InlineData("paul", "pauline")]
    [InlineData("ada", "adam")]
    [InlineData("tom", "tim")]
    public void Others_have_their_own(string one, string other) => Assert.NotEqual(Handle.Skeleton(one), Handle.Skeleton(other));

    [Theory]
    [InlineData("Ada Lovelace", "ada_lovelace")]
    [InlineData("  Zoë  van-den Berg ", "zoe_van_den_berg")]
    [InlineData("42", "user")]
    [InlineData("李小龍", "user")]
    [InlineData("A", "usera")]
    [InlineData("admin", "useradmin")]
    [InlineData("", "user")]
    [InlineData("An extraordinarily long name", "an_extraordinarily_l")]
    public void The_first_one_tried_is_near_the_name(string name, string first)
    {
        var near = Handle.Near(name).ToArray();
        Assert.Equal(first, near[0]);
        Assert.All(near, handle => Assert.True(Handle.IsValid(handle), handle));
        Assert.True(near.Select(Handle.Skeleton).Distinct().Count() > 10);
    }
}
