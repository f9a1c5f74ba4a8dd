using ChatMux.WebFront.Tests.Sessions;

namespace ChatMux.Browser.Tests.Sessions;

/// <summary>The way to GitHub and back in a real browser: forms, redirects, cookies and the content security policy.</summary>
public sealed class GitHubTests(Stage stage) : BrowserTest(stage)
{
    [Fact]
    public async Task Somebody_signs_in_with_GitHub_and_is_seen_with_name_and_picture()
    {
        await using var gitHub = await GitHubStandIn.Start();
        await using var server = await ChatServer.Start(null, gitHub.Settings);
        gitHub.Is(583231, "octocat", "Mona Octocat");
        var mona = await Visits("Mona", server: server);
        await mona.Button("Sign in with GitHub").ClickAsync();
        await mona.Page.GetByRole(AriaRole.Link, new() { Name = "Cancel" }).ClickAsync();
        await Expect(mona.Alert).ToContainTextAsync("You said no at GitHub");
        Assert.DoesNotContain("signin", mona.Page.Url);
        await mona.Button("Sign in with GitHub").ClickAsync();
        await mona.Page.GetByRole(AriaRole.Link, new() { Name = "Authorize" }).ClickAsync();
        await mona.IsIn();
        await Expect(mona.AccountButton).ToHaveTextAsync("Mona Octocat");

        var bob = await Enters("Bob", server: server);
        var item = bob.People.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "Mona Octocat" });
        await Expect(item).Not.ToContainTextAsync("Guest");
        await Expect(item.Locator("img")).ToHaveJSPropertyAsync("naturalWidth", 1);

        await mona.OpensAccountMenu("Settings");
        await mona.SettingsTab("Sign-in").ClickAsync();
        await Expect(mona.Settings.GetByRole(AriaRole.List, new() { Name = "Ways in" })).ToContainTextAsync("octocat");
        await mona.LeavesForGood();
        await bob.LeavesForGood();
        Assert.Empty(gitHub.Complaints);
    }

    [Fact]
    public async Task A_guest_becomes_themselves_with_GitHub_and_a_broken_GitHub_is_told()
    {
        await using var gitHub = await GitHubStandIn.Start();
        await using var server = await ChatServer.Start(null, gitHub.Settings);
        gitHub.Is(583231, "octocat", null);
        gitHub.UserBroken = http =>
        {
            http.Response.StatusCode = 503;
            return Task.CompletedTask;
        };
        var mona = await Enters("Mona", server: server);
        var bob = await Enters("Bob", server: server);
        await bob.Sees(mona);
        await bob.NotesWhoLeaves();
        mona.NetworkMayFail();
        await mona.OpensAccountMenu("Create an account or sign in");
        await mona.Button("Sign in with GitHub").ClickAsync();
        await mona.Page.GetByRole(AriaRole.Link, new() { Name = "Authorize" }).ClickAsync();
        await Expect(mona.Alert).ToContainTextAsync("GitHub does not answer as it should");
        await mona.IsIn();
        gitHub.UserBroken = null;
        await mona.OpensAccountMenu("Create an account or sign in");
        await mona.Button("Sign in with GitHub").ClickAsync();
        await mona.Page.GetByRole(AriaRole.Link, new() { Name = "Authorize" }).ClickAsync();
        await mona.IsIn();
        await Expect(bob.People).ToContainTextAsync("octocat");
        Assert.Empty(await bob.WhoLeft());
        await mona.LeavesForGood();
        await bob.LeavesForGood();
    }
}
