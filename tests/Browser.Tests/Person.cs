namespace ChatMux.Browser.Tests;

/// <summary>Somebody at a tab of a browser of their own. Finds things as people and screen readers do: by role and name.</summary>
internal sealed class Person
{
    private readonly PageWatch _watch;

    private Person(string name, IPage page, PageWatch watch) => (Name, Page, _watch) = (name, page, watch);

    public string Name { get; }

    public IPage Page { get; }

    /// <summary>What any tab of this browser has complained of.</summary>
    public IReadOnlyCollection<string> Complaints => _watch.Complaints;

    public ILocator NameBox => Page.GetByRole(AriaRole.Textbox, new() { Name = "Name" });

    public ILocator EnterButton => Page.GetByRole(AriaRole.Button, new() { Name = "Enter as guest" });

    public ILocator MessageBox => Page.GetByRole(AriaRole.Textbox, new() { Name = "Message" });

    public ILocator Log => Page.GetByRole(AriaRole.Log, new() { Name = "Messages" });

    public ILocator Articles => Log.GetByRole(AriaRole.Article);

    public ILocator People => Page.GetByRole(AriaRole.List, new() { Name = "People" });

    public ILocator Connection => Page.GetByRole(AriaRole.Status, new() { Name = "Connection" });

    public ILocator Alert => Page.GetByRole(AriaRole.Alert);

    public ILocator AccountButton => Page.GetByRole(AriaRole.Button, new() { Name = "Account" });

    public ILocator Settings => Page.GetByRole(AriaRole.Dialog, new() { Name = "Settings" });

    /// <summary>A panel of the settings.</summary>
    public ILocator SettingsTab(string name) => Settings.GetByRole(AriaRole.Tab, new() { Name = name });

    public ILocator JumpToNewest => Page.GetByRole(AriaRole.Button, new() { Name = "Jump to newest" });

    public static async Task<Person> Opens(IBrowser chromium, Uri address, string name, Screen screen)
    {
        var profile = await chromium.NewContextAsync(screen.Options(address));
        profile.SetDefaultTimeout(Stage.PatienceMs);
        var person = new Person(name, await profile.NewPageAsync(), await PageWatch.Over(profile));
        await person.Page.GotoAsync("/");
        return person;
    }

    /// <summary>The article of a message that contains this text.</summary>
    public ILocator Message(string text) => Articles.Filter(new() { HasText = text });

    /// <summary>The item of somebody in the list of people.</summary>
    public ILocator Item(Person other) => People.GetByRole(AriaRole.Listitem).Filter(new() { HasText = other.Name });

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name });

    public ILocator MenuItem(string name) => Page.GetByRole(AriaRole.Menuitem, new() { Name = name });

    /// <summary>A button of the views' bar.</summary>
    public ILocator View(string name) =>
        Page.GetByRole(AriaRole.Navigation, new() { Name = "Views" }).GetByRole(AriaRole.Button, new() { Name = name });

    public async Task EntersAsGuest()
    {
        await NameBox.FillAsync(Name);
        await EnterButton.ClickAsync();
        await IsIn();
    }

    /// <summary>The chat is there and the connection is quiet.</summary>
    public async Task IsIn()
    {
        await Expect(MessageBox).ToBeVisibleAsync();
        await Expect(Connection).ToBeEmptyAsync();
    }

    public async Task IsAtTheEntry() => await Expect(EnterButton).ToBeVisibleAsync();

    /// <summary>Writes and sends, and does not wait for what becomes of it.</summary>
    public async Task Says(string text)
    {
        await MessageBox.FillAsync(text);
        await MessageBox.PressAsync("Enter");
    }

    /// <summary>There is exactly one such message, and the server has it.</summary>
    public async Task Sees(string text)
    {
        await Expect(Message(text)).ToHaveCountAsync(1);
        await Expect(Message(text)).Not.ToHaveAccessibleNameAsync(new System.Text.RegularExpressions.Regex("not sent yet"));
    }

    public Task Sees(Person other) => Expect(Item(other)).ToHaveCountAsync(1);

    public Task NoLongerSees(Person other) => Expect(Item(other)).ToHaveCountAsync(0);

    /// <summary>The texts with this mark, from the oldest to the newest.</summary>
    public Task<IReadOnlyList<string>> Reads(string mark) => Log.GetByText(mark).AllInnerTextsAsync();

    public async Task Reloads()
    {
        await Page.ReloadAsync();
        await IsIn();
    }

    public async Task GoesOffline()
    {
        NetworkMayFail();
        await Page.Context.SetOfflineAsync(true);
    }

    public Task ComesBack() => Page.Context.SetOfflineAsync(false);

    public void NetworkMayFail() => _watch.NetworkMayFail = true;

    public async Task OpensAccountMenu(string item)
    {
        await AccountButton.ClickAsync();
        await MenuItem(item).ClickAsync();
    }

    /// <summary>Opens the address in another tab of the same browser.</summary>
    public async Task<Person> OpensAnotherTab()
    {
        var page = await Page.Context.NewPageAsync();
        await page.GotoAsync("/");
        return new Person(Name, page, _watch);
    }

    /// <summary>What a browser's "Duplicate" does: a tab that begins with a copy of this tab's session storage.</summary>
    public async Task<Person> DuplicatesTheTab()
    {
        var page = await Page.RunAndWaitForPopupAsync(() => Page.EvaluateAsync("() => { window.open(location.href) }"));
        return new Person(Name, page, _watch);
    }

    /// <summary>Looks at the end of the first message in view, after <paramref name="first"/> was done to the log.</summary>
    // In one step: older messages may be there before another one.
    public Task<double> Looks(string first = "") => Log.EvaluateAsync<double>($$"""
        (log) => {
          {{first}}
          const edge = log.getBoundingClientRect().top
          window.looksAt = [...log.querySelectorAll('article')].find((article) => article.getBoundingClientRect().bottom > edge)
          return window.looksAt.getBoundingClientRect().bottom
        }
        """);

    /// <summary>Where that message ends once the page has been painted again.</summary>
    public Task<double> StandsAt() => Page.EvaluateAsync<double>("""
        () => new Promise((resolve) => {
          requestAnimationFrame(() => requestAnimationFrame(() => resolve(window.looksAt.getBoundingClientRect().bottom)))
        })
        """);

    /// <summary>Notes from now on whoever disappears from the list of people, however shortly.</summary>
    public Task NotesWhoLeaves() => People.EvaluateAsync("""
        (list) => {
          window.whoLeft = []
          const note = (changes) => changes.forEach((change) => window.whoLeft.push(...[...change.removedNodes].map((node) => node.textContent)))
          new MutationObserver(note).observe(list, { childList: true })
        }
        """);

    public Task<string[]> WhoLeft() => Page.EvaluateAsync<string[]>("() => window.whoLeft");

    public Task ClosesTheTab() => Page.CloseAsync();

    public async Task LeavesAPicture()
    {
        if (!Page.IsClosed)
            TestContext.Current.AddAttachment($"{Name}.png", await Page.ScreenshotAsync(), "image/png");
    }

    public async Task LeavesForGood() => await Page.Context.CloseAsync();
}
