using System.Text;
using ChatMux.Grains.Friends;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Friends;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Users;
using ChatMux.Silo.Storage;

namespace ChatMux.Grains.Tests.Friends;

public sealed class FriendLinkTests(ClusterFixture cluster)
{
    private const long Hour = 3_600_000;

    private static FriendLinkId New() => HexId.New<FriendLinkId>();

    private async Task<Person> Opens() => await Person.Away(cluster, "Opens");

    private Task<Result<Profile>> Open(FriendLinkId link, Person by) => cluster.Grains.GetGrain<IFriendLinkGrain>(link.Value).Open(by.Actor);

    private static async Task<IReadOnlyList<FriendLink>> Listed(Person owner) => (await owner.List.ListLinks(owner.Actor)).Value!.Links;

    [Fact]
    public async Task A_link_leads_to_its_owner_whoever_opens_it()
    {
        var ada = await Person.Away(cluster, "Ada");
        var link = (await ada.List.CreateLink(ada.Actor, New(), Hour)).Value!;
        Assert.Equal(cluster.Time.GetUtcNow().ToUnixTimeMilliseconds(), link.CreatedMs);
        Assert.Equal(Hour, link.ExpiresMs - link.CreatedMs);
        foreach (var person in new[] { await Opens(), await Person.Guest(cluster, "Guest"), ada })
            Assert.Equal((ada.Id, "Ada"), ((await Open(link.Id, person)).Value?.Id, (await Open(link.Id, person)).Value?.Name));
        Assert.Equal([link], await Listed(ada));
    }

    [Fact]
    public async Task Making_it_again_changes_nothing_not_even_when_it_ends()
    {
        var (ada, id) = (await Person.Away(cluster, "Ada"), New());
        var link = (await ada.List.CreateLink(ada.Actor, id, Hour)).Value!;
        cluster.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(link, (await ada.List.CreateLink(ada.Actor, id, 2 * Hour)).Value);
        Assert.Equal([link], await Listed(ada));
    }

    [Fact]
    public async Task What_broke_off_before_the_link_led_anywhere_is_finished_by_the_retry()
    {
        var (ada, id) = (await Person.Away(cluster, "Ada"), New());
        cluster.FailNextWrite("friendlink", id.Value);
        await Assert.ThrowsAnyAsync<Exception>(() => ada.List.CreateLink(ada.Actor, id, Hour));
        Assert.Equal(RefusalCode.NotFound, (await Open(id, await Opens())).Refusal?.Code);
        var link = (await ada.List.CreateLink(ada.Actor, id, Hour)).Value!;
        Assert.Equal(ada.Id, (await Open(id, await Opens())).Value?.Id);
        Assert.Equal([link], await Listed(ada));
    }

    [Fact]
    public async Task A_link_that_was_not_stored_leads_nowhere_and_is_not_listed()
    {
        var (ada, id) = (await Person.Away(cluster, "Ada"), New());
        cluster.FailNextWrite("friendlist", ada.Id.Value);
        await Assert.ThrowsAnyAsync<Exception>(() => ada.List.CreateLink(ada.Actor, id, Hour));
        Assert.Equal(RefusalCode.NotFound, (await Open(id, await Opens())).Refusal?.Code);
        Assert.Empty(await Listed(ada));
    }

    [Fact]
    public async Task It_ends_by_itself_to_the_moment()
    {
        var (ada, bo) = (await Person.Away(cluster, "Ada"), await Opens());
        var (soon, later) = ((await ada.List.CreateLink(ada.Actor, New(), Hour)).Value!, (await ada.List.CreateLink(ada.Actor, New(), 2 * Hour)).Value!);
        cluster.Time.Advance(TimeSpan.FromHours(1) - TimeSpan.FromMilliseconds(1));
        Assert.NotNull((await Open(soon.Id, bo)).Value);
        Assert.Equal([later, soon], await Listed(ada));
        cluster.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(new Refusal(RefusalCode.NotFound), (await Open(soon.Id, bo)).Refusal);
        Assert.Equal([later], await Listed(ada));
        Assert.NotNull((await Open(later.Id, bo)).Value);
    }

    [Fact]
    public async Task A_link_that_was_revoked_answers_as_one_that_never_was()
    {
        var (ada, bo, id) = (await Person.Away(cluster, "Ada"), await Opens(), New());
        await ada.List.CreateLink(ada.Actor, id, Hour);
        Assert.NotNull((await ada.List.RevokeLink(ada.Actor, id)).Value);
        Assert.Equal(await Open(New(), bo), await Open(id, bo));
        Assert.Empty(await Listed(ada));
        Assert.NotNull((await ada.List.RevokeLink(ada.Actor, id)).Value);
    }

    [Fact]
    public async Task Nobody_takes_over_or_ends_somebody_elses_link()
    {
        var (ada, eve, id) = (await Person.Away(cluster, "Ada"), await Person.Away(cluster, "Eve"), New());
        await ada.List.CreateLink(ada.Actor, id, Hour);
        Assert.Equal(RefusalCode.Malformed, (await eve.List.CreateLink(eve.Actor, id, Hour)).Refusal?.Code);
        Assert.Empty(await Listed(eve));
        Assert.NotNull((await eve.List.RevokeLink(eve.Actor, id)).Value);
        Assert.Equal(ada.Id, (await Open(id, eve)).Value?.Id);
    }

    [Fact]
    public async Task Ten_may_be_there_at_once_and_one_that_ended_makes_room()
    {
        var ada = await Person.Away(cluster, "Ada");
        var first = (await ada.List.CreateLink(ada.Actor, New(), Hour)).Value!;
        for (var i = 1; i < Limits.FriendLinks; i++)
            Assert.NotNull((await ada.List.CreateLink(ada.Actor, New(), 2 * Hour)).Value);
        var before = await Listed(ada);
        Assert.Equal(RefusalCode.TooManyFriendLinks, (await ada.List.CreateLink(ada.Actor, New(), Hour)).Refusal?.Code);
        Assert.Equal(first, (await ada.List.CreateLink(ada.Actor, first.Id, Hour)).Value);
        Assert.Equal(before, await Listed(ada));
        cluster.Time.Advance(TimeSpan.FromHours(1));
        Assert.NotNull((await ada.List.CreateLink(ada.Actor, New(), Hour)).Value);
    }

    [Theory]
    [InlineData(Limits.FriendLinkMinMs - 1, false)]
    [InlineData(Limits.FriendLinkMinMs, true)]
    [InlineData(Limits.FriendLinkMaxMs, true)]
    [InlineData(Limits.FriendLinkMaxMs + 1, false)]
    [InlineData(long.MinValue, false)]
    [InlineData(long.MaxValue, false)]
    public async Task It_lives_from_a_minute_to_thirty_days(long forMs, bool possible)
    {
        var ada = await Person.Away(cluster, "Ada");
        Assert.Equal(possible ? null : RefusalCode.Malformed, (await ada.List.CreateLink(ada.Actor, New(), forMs)).Refusal?.Code);
        Assert.Equal(possible ? 1 : 0, (await Listed(ada)).Count);
    }

    [Fact]
    public async Task Links_cannot_be_tried_without_end()
    {
        var (ada, bo) = (await Person.Away(cluster, "Ada"), await Opens());
        var link = (await ada.List.CreateLink(ada.Actor, New(), Hour)).Value!;
        for (var i = 0; i < new UserLimits().Searches.Burst; i++)
            Assert.Equal(RefusalCode.NotFound, (await Open(New(), bo)).Refusal?.Code);
        Assert.Equal(RefusalCode.TooFast, (await Open(New(), bo)).Refusal?.Code);
        Assert.Equal(RefusalCode.TooFast, (await Open(link.Id, bo)).Refusal?.Code);
    }

    [Fact]
    public void A_token_gives_its_link_and_is_nowhere_in_what_is_stored_or_printed()
    {
        var token = HexId.New<FriendLinkToken>();
        var link = FriendLinkId.Of(token);
        Assert.Equal(link, FriendLinkId.Of(FriendLinkToken.Of(token.Value)));
        Assert.NotEqual(link, FriendLinkId.Of(HexId.New<FriendLinkToken>()));
        Assert.Equal(FriendLinkId.Of(FriendLinkToken.Of("00112233445566778899aabbccddeeff")).Value,
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(
                Encoding.ASCII.GetBytes("ChatMux/v1/friendlink\000112233445566778899aabbccddeeff"))));
        var state = new FriendListState { Links = [new FriendLink(link, 0, 0)] };
        var stored = Encoding.UTF8.GetString(new StateSerializer().Serialize(state)) + Encoding.UTF8.GetString(new StateSerializer().Serialize(new FriendLinkState { Owner = HexId.New<UserId>() }));
        Assert.Contains(link.Value, stored);
        Assert.DoesNotContain(token.Value, stored);
        Assert.DoesNotContain(token.Value, $"{token} {state}");
    }
}
