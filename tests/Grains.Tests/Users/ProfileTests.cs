using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Presence;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Users;

namespace ChatMux.Grains.Tests.Users;

public sealed class ProfileTests(ClusterFixture cluster)
{
    private static readonly string Mark = HexId.New<UserId>().Value[..6];
    private static int _count;

    // Letters that look like no others.
    private static string NewHandle() => "h" + string.Concat($"{Mark}{Interlocked.Increment(ref _count)}".Select(c => (char)('a' + "0123456789abcdef".IndexOf(c)))).Replace('i', 'q').Replace('l', 'q');

    private static async Task<Profile> Become(Guest guest, string handle) => (await guest.User.BecomeIdentity(new IdentityProfile("Ada", null, handle, null))).Value!;

    [Fact]
    public async Task A_guest_becomes_an_identity_where_they_stand()
    {
        var ada = await Guest.Enter(cluster.Grains, "Ada");
        await ada.Attach();
        var handle = NewHandle();
        var identity = await Become(ada, handle);
        Assert.Equal((ada.Actor.User, false, handle), (identity.Id, identity.Guest, identity.Handle));
        await ada.Front.Sees<ProfileChanged>(e => e.Profile == identity);
        Assert.Equal(identity, await Become(ada, NewHandle()));
    }

    [Fact]
    public async Task A_handle_belongs_to_one_and_so_does_what_looks_like_it()
    {
        var handle = NewHandle() + "oo";
        var (ada, bob) = (await Guest.Enter(cluster.Grains, "Ada"), await Guest.Enter(cluster.Grains, "Bob"));
        await Become(ada, handle);
        Assert.NotEqual(handle, (await Become(bob, handle)).Handle);
        foreach (var alike in new[] { handle, handle.Replace('o', '0') })
            Assert.Equal(RefusalCode.HandleTaken, (await Change(bob, handle: alike)).Refusal?.Code);
        // Its own holder may write it otherwise.
        Assert.Equal(handle.Replace('o', '0'), (await Change(ada, handle: handle.Replace('o', '0'))).Value?.Handle);
        // Given up, it is free.
        Assert.NotNull((await Change(ada, handle: NewHandle())).Value);
        Assert.Equal(handle, (await Change(bob, handle: handle)).Value?.Handle);
    }

    [Fact]
    public async Task A_claim_that_was_never_finished_gives_way()
    {
        var handle = NewHandle();
        var nobody = HexId.New<UserId>();
        await cluster.Grains.GetGrain<IHandleGrain>(Handle.Skeleton(handle)).Claim(nobody, handle);
        var ada = await Guest.Enter(cluster.Grains, "Ada");
        Assert.Equal(handle, (await Become(ada, handle)).Handle);
        Assert.Equal(ada.Actor.User, (await cluster.Grains.GetGrain<IHandleGrain>(Handle.Skeleton(handle)).GetOwner())?.User);
    }

    [Fact]
    public async Task A_change_that_cannot_be_stored_changes_nothing_and_keeps_no_handle()
    {
        var (before, after) = (NewHandle(), NewHandle());
        var ada = await Guest.Enter(cluster.Grains, "Ada");
        await Become(ada, before);
        cluster.FailNextWrite("user", ada.Actor.User.Value);
        await Assert.ThrowsAnyAsync<Exception>(() => Change(ada, handle: after));
        Assert.Equal(before, (await ada.User.GetProfile()).Value?.Handle);
        var bob = await Guest.Enter(cluster.Grains, "Bob");
        Assert.Equal(after, (await Become(bob, after)).Handle);
    }

    [Fact]
    public async Task A_respelling_that_cannot_be_stored_leaves_the_handle_with_its_holder()
    {
        var handle = NewHandle() + "oo";
        var (ada, bob) = (await Guest.Enter(cluster.Grains, "Ada"), await Guest.Enter(cluster.Grains, "Bob"));
        await Become(ada, handle);
        cluster.FailNextWrite("user", ada.Actor.User.Value);
        await Assert.ThrowsAnyAsync<Exception>(() => Change(ada, handle: handle.Replace('o', '0')));
        Assert.Equal(handle, (await ada.User.GetProfile()).Value?.Handle);
        Assert.NotEqual(handle, (await Become(bob, handle)).Handle);
    }

    [Fact]
    public async Task Two_who_want_each_others_handle_at_once_both_keep_their_own()
    {
        var (one, other) = (NewHandle(), NewHandle());
        var (ada, bob) = (await Guest.Enter(cluster.Grains, "Ada"), await Guest.Enter(cluster.Grains, "Bob"));
        await Become(ada, one);
        await Become(bob, other);
        var answers = await Task.WhenAll(Change(ada, handle: other), Change(bob, handle: one));
        Assert.All(answers, a => Assert.Equal(RefusalCode.HandleTaken, a.Refusal?.Code));
    }

    [Theory]
    [InlineData("", "ada_x", "#336699", "", RefusalCode.InvalidName)]
    [InlineData("Ada", "ada_x", "red", "", RefusalCode.InvalidColour)]
    [InlineData("Ada", "ada_x", "#336699", "two\nlines", RefusalCode.InvalidStatus)]
    [InlineData("Ada", "A", "#336699", "", RefusalCode.InvalidHandle)]
    [InlineData("Ada", null, "#336699", "", RefusalCode.InvalidHandle)]
    [InlineData("Ada", "moderator", "#336699", "", RefusalCode.InvalidHandle)]
    public async Task What_cannot_be_is_refused_and_nothing_changes(string name, string? handle, string colour, string status, RefusalCode code)
    {
        var ada = await Guest.Enter(cluster.Grains, "Ada");
        var before = await Become(ada, NewHandle());
        Assert.Equal(code, (await ada.User.UpdateProfile(ada.Actor, new ProfileChange(name, handle, colour, status))).Refusal?.Code);
        Assert.Equal(before, (await ada.User.GetProfile()).Value);
    }

    [Fact]
    public async Task A_guest_changes_all_but_the_handle_they_do_not_have()
    {
        var ada = await Guest.Enter(cluster.Grains, "Ada");
        var changed = (await ada.User.UpdateProfile(ada.Actor, new ProfileChange("Countess", null, "#AABBCC", " counting "))).Value;
        Assert.Equal(("Countess", "#aabbcc", "counting", true), (changed?.Name, changed?.Colour, changed?.Status, changed?.Guest));
        Assert.Equal(RefusalCode.IdentityNeeded, (await Change(ada, handle: NewHandle())).Refusal?.Code);
    }

    [Fact]
    public async Task A_status_is_seen_while_one_is_and_by_oneself()
    {
        var ada = await Guest.Enter(cluster.Grains, "Ada");
        await ada.User.UpdateProfile(ada.Actor, new ProfileChange("Ada", null, "#336699", "counting"));
        async Task<(string? Others, string? Own)> Status() => ((await ada.User.GetProfile()).Value!.Status, (await ada.User.GetOwnProfile()).Value!.Status);
        Assert.Equal((null, "counting"), await Status());
        await ada.Attach();
        Assert.Equal(("counting", "counting"), await Status());
        Assert.NotNull((await ada.User.SetAvailability(ada.Actor, Availability.Invisible)).Value);
        Assert.Equal((null, "counting"), await Status());
    }

    [Fact]
    public void Whoever_stays_away_until_they_are_forgotten_has_no_more_allowance_for_it() => Assert.All(
        typeof(UserLimits).GetProperties().Where(p => p.PropertyType == typeof(Allowance)).Select(p => (Allowance)p.GetValue(new UserLimits())!),
        allowance => Assert.InRange(allowance.Burst / allowance.PerSecond, 0, 60 * UserGrain.AllowancesBackMinutes));

    [Fact]
    public async Task Nobody_changes_another()
    {
        var (ada, eve) = (await Guest.Enter(cluster.Grains, "Ada"), await Guest.Enter(cluster.Grains, "Eve"));
        Assert.Equal(RefusalCode.NotFound, (await ada.User.UpdateProfile(eve.Actor, new ProfileChange("Eve was here", null, "#336699", ""))).Refusal?.Code);
        Assert.Equal(RefusalCode.NotFound, (await ada.User.GetConnections(eve.Actor)).Refusal?.Code);
    }

    [Fact]
    public async Task Many_changes_at_once_are_too_many()
    {
        var ada = await Guest.Enter(cluster.Grains, "Ada");
        var limit = (int)new UserLimits().ProfileChanges.Burst;
        for (var i = 0; i < limit; i++)
            Assert.NotNull((await ada.User.UpdateProfile(ada.Actor, new ProfileChange($"Ada {i}", null, "#336699", ""))).Value);
        var refused = (await ada.User.UpdateProfile(ada.Actor, new ProfileChange("Ada", null, "#336699", ""))).Refusal;
        Assert.Equal((RefusalCode.TooFast, true), (refused?.Code, refused?.RetryAfterMs > 0));
    }

    [Fact]
    public async Task A_message_tells_who_wrote_it_and_not_what_they_were_up_to()
    {
        var ada = await Guest.Enter(cluster.Grains, "Ada");
        await ada.User.UpdateProfile(ada.Actor, new ProfileChange("Ada", null, "#336699", "counting"));
        Assert.Null((await ada.User.AdmitMessage(ada.Actor)).Value!.Status);
    }

    private static Task<Result<Profile>> Change(Guest guest, string handle) =>
        guest.User.UpdateProfile(guest.Actor, new ProfileChange("Ada", handle, "#336699", ""));
}
