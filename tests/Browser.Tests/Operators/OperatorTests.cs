using ChatMux.Browser.Tests.Sessions;
using ChatMux.Grains.Interfaces.Operators;

namespace ChatMux.Browser.Tests.Operators;

/// <summary>A place of its own, from its first start on.</summary>
public sealed class OperatorTests(Stage stage) : BrowserTest(stage)
{
    [Fact]
    public async Task The_first_with_the_code_closes_the_doors_removes_somebody_and_sees_the_dashboard()
    {
        await using var server = await ChatServer.Start(null, "--ChatMux:Dashboard=true");
        var code = await server.Grains.GetGrain<IOperatorGrain>(IOperatorGrain.Key).NewCode();
        var ada = await SignsUp("Ada", server: server);
        var bob = await Enters("Bob", server: server);
        var unwanted = Own("unwanted");
        await bob.Says(unwanted);
        await ada.Sees(unwanted);

        await ada.OpensAccountMenu("Settings");
        await ada.SettingsTab("Server").ClickAsync();
        await ada.Settings.GetByLabel("Operator code").FillAsync("ABCDE-ABCDE-ABCDE-ABCDE");
        await ada.Button("Become operator").ClickAsync();
        await Expect(ada.Alert).ToContainTextAsync("This is not the code");
        await ada.Settings.GetByLabel("Operator code").FillAsync(code!.ToLowerInvariant());
        await ada.Button("Become operator").ClickAsync();
        // The box follows when the server has said so.
        await ada.Settings.GetByLabel("Guests are welcome").ClickAsync();
        await Expect(ada.Settings.GetByLabel("Guests are welcome")).Not.ToBeCheckedAsync();
        await Pictures.Draw(ada, "settings-server");

        // The socket that is closed may be tried once more before the page has heard why.
        bob.NetworkMayFail();
        await ada.Button($"Remove {bob.Name}").ClickAsync();
        await ada.Page.GetByLabel("Also remove everything they wrote").CheckAsync();
        await ada.Page.GetByRole(AriaRole.Dialog, new() { Name = $"Remove {bob.Name}?" }).GetByRole(AriaRole.Button, new() { Name = "Remove" }).ClickAsync();
        await Expect(bob.Page.GetByText("This account was removed.")).ToBeVisibleAsync();
        await Expect(bob.Page.GetByText("Guests are not let in at the moment.")).ToBeVisibleAsync();
        await Expect(ada.Message(unwanted)).ToHaveCountAsync(0);

        var dashboard = await ada.Page.RunAndWaitForPopupAsync(() => ada.Page.GetByRole(AriaRole.Link, new() { Name = "Orleans Dashboard" }).ClickAsync());
        await Expect(dashboard.GetByText("Total Activations")).ToBeVisibleAsync();
        Assert.Equal(403, (await bob.Page.APIRequest.GetAsync(new Uri(server.Address, "/dashboard/").AbsoluteUri)).Status switch { 401 => 403, var status => status });
        await ada.Page.Keyboard.PressAsync("Escape");
        await Expect(ada.Log.GetByText("Removed with its author's account")).ToBeVisibleAsync();
        await ada.LeavesForGood();
        await bob.LeavesForGood();
    }

    [Fact]
    public async Task An_account_is_exported_and_deleted_with_all_that_was_said()
    {
        var (ada, bob) = (await SignsUp("Ada"), await Enters("Bob"));
        var said = Own("remember me");
        await ada.Says(said);
        await bob.Sees(said);
        await ada.OpensAccountMenu("Settings");
        await ada.SettingsTab("Account").ClickAsync();
        await Pictures.Draw(ada, "settings-account");
        var file = await ada.Page.RunAndWaitForDownloadAsync(() => ada.Button("Export my data").ClickAsync());
        Assert.Contains(said, await File.ReadAllTextAsync(await file.PathAsync()));
        ada.NetworkMayFail();
        await ada.Button("Delete my account").ClickAsync();
        await ada.Page.GetByLabel("Also remove everything I wrote").CheckAsync();
        await Pictures.Draw(ada, "delete-account");
        await ada.Page.GetByRole(AriaRole.Dialog, new() { Name = "Delete your account?" }).GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await ada.IsAtTheEntry();
        await bob.NoLongerSees(ada);
        await Expect(bob.Message(said)).ToHaveCountAsync(0);
        await ada.Button("Sign in with a passkey").ClickAsync();
        await Expect(ada.Alert).ToContainTextAsync("does not open an account here");
    }
}
