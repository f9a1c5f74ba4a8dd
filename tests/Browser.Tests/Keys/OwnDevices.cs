using System.Text.RegularExpressions;
using ChatMux.Browser.Tests.Friends;
using ChatMux.Browser.Tests.Messages;

namespace ChatMux.Browser.Tests.Keys;

/// <summary>What somebody does to read the same messages in several browsers, with nothing but what the screens say.</summary>
internal static partial class OwnDevices
{
    /// <summary>What is in the place of the messages while they cannot be read.</summary>
    public static ILocator Missing(this Person person) => person.Page.Locator(".keys-missing");

    public static ILocator DeviceNotices(this Person person) => person.Page.GetByRole(AriaRole.Region, new() { Name = "About your devices" });

    public static ILocator CodeCard(this Person person) => person.Page.GetByRole(AriaRole.Region, new() { Name = "Recovery code" });

    /// <summary>The devices in the settings, which it opens.</summary>
    public static async Task<ILocator> OpensDevices(this Person person)
    {
        await person.OpensAccountMenu("Settings");
        await person.SettingsTab("Devices").ClickAsync();
        return person.Settings.GetByRole(AriaRole.List, new() { Name = "Devices that can read your messages" }).GetByRole(AriaRole.Listitem);
    }

    /// <summary>Opens the chat from the list, whether or not it can be read.</summary>
    public static Task TriesToRead(this Person person, Person friend) => person.Direct(friend).GetByRole(AriaRole.Button).ClickAsync();

    /// <summary>Asks for this browser to be added.</summary>
    public static async Task AsksToBeAdded(this Person person)
    {
        await Expect(person.Missing().GetByRole(AriaRole.Heading, new() { Name = "This device cannot read your messages" })).ToBeVisibleAsync();
        await person.Missing().In("Use another device").ClickAsync();
        await Expect(person.Missing()).ToContainTextAsync("Open ChatMux on your other device");
    }

    /// <summary>Goes on with the browser that asks.</summary>
    public static async Task<ILocator> GoesOnWithRequest(this Person person)
    {
        await Expect(person.DeviceNotices()).ToContainTextAsync("A browser wants to read your messages");
        await person.DeviceNotices().In("Add it").First.ClickAsync();
        return person.Page.GetByRole(AriaRole.Dialog, new() { Name = "Add a device" });
    }

    /// <summary>The code that this browser shows, digit by digit.</summary>
    public static async Task<string> ReadsCode(this Person person)
    {
        var shown = person.Missing().Locator(".six-digits .spoken");
        await Expect(shown).ToHaveTextAsync(SixDigits());
        return Blanks().Replace(await shown.InnerTextAsync(), "");
    }

    /// <summary>Types it, and says that this is all.</summary>
    public static async Task Types(this ILocator dialog, string code)
    {
        await dialog.GetByRole(AriaRole.Textbox, new() { Name = "Code on the other device" }).FillAsync(code);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
    }

    /// <summary>From asking to the end: the new browser reads its owner's messages.</summary>
    public static async Task Adds(this Person trusted, Person added)
    {
        await added.AsksToBeAdded();
        var dialog = await trusted.GoesOnWithRequest();
        await dialog.Types(await added.ReadsCode());
        await Expect(dialog).ToContainTextAsync("say that you see");
        await added.Missing().In("Yes, it does").ClickAsync();
        await Expect(dialog).ToContainTextAsync("can read your messages now");
        await dialog.In("Done").ClickAsync();
        await Expect(added.MessageBox).ToBeEditableAsync();
    }

    /// <summary>Makes a recovery code, as the card above the composer asks for, and has it on paper.</summary>
    public static async Task<string> MakesCode(this Person person, string button)
    {
        await person.CodeCard().In(button).ClickAsync();
        var dialog = person.Page.GetByRole(AriaRole.Dialog, new() { NameRegex = new Regex("recovery code$") });
        var groups = await dialog.GetByRole(AriaRole.List, new() { Name = "Recovery code" }).GetByRole(AriaRole.Listitem).AllInnerTextsAsync();
        await Pictures.Draw(person, "recovery-code");
        await dialog.In("I saved it").ClickAsync();
        foreach (var (name, group) in new[] { "first", "second", "third", "fourth", "last" }.Zip(groups))
        {
            var box = dialog.GetByRole(AriaRole.Textbox, new() { Name = $"The {name} group" });
            if (await box.CountAsync() == 1)
                await box.FillAsync(group.ToLowerInvariant());
        }
        await dialog.In("Use this code").ClickAsync();
        await Expect(dialog).ToContainTextAsync("counts from now on");
        await dialog.In("Done").ClickAsync();
        return string.Join('-', groups);
    }

    /// <summary>Types a code where none of the messages can be read.</summary>
    public static async Task TriesCode(this Person person, string code)
    {
        await person.Missing().GetByRole(AriaRole.Textbox, new() { Name = "Your recovery code" }).FillAsync(code);
        await person.Missing().In("Use this code").ClickAsync();
    }

    [GeneratedRegex(@"^(\d ){2}\d, (\d ){2}\d$")]
    private static partial Regex SixDigits();

    [GeneratedRegex("[ ,]")]
    private static partial Regex Blanks();
}
