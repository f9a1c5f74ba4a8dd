using System.Security.Cryptography;
using ChatMux.Browser.Tests.Sessions;

namespace ChatMux.Browser.Tests;

/// <summary>
/// A test with people in it. Whatever it is about, it fails when a page broke its content security policy, or reported an
/// error that nobody expected.
/// </summary>
public abstract class BrowserTest(Stage stage) : IAsyncLifetime
{
    private readonly List<Person> _people = [];
    private readonly string _mark = NewMark();
    private readonly string _family = NewMark();

    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public virtual async ValueTask DisposeAsync()
    {
        if (TestContext.Current.TestState?.Result == TestResult.Failed)
            foreach (var person in _people)
                await person.LeavesAPicture();
        foreach (var person in _people)
            await person.LeavesForGood();
        var complaints = string.Join('\n', _people.SelectMany(person => person.Complaints));
        Assert.True(complaints.Length == 0, complaints);
    }

    /// <summary>A text that no other test says: all of them share one room.</summary>
    private protected string Own(string text) => $"{text} {_mark}";

    /// <summary>Somebody opens the page in a browser of their own.</summary>
    private protected async Task<Person> Visits(string name, Screen? screen = null, Uri? server = null)
    {
        var person = await Person.Opens(stage.Chromium, server ?? stage.Address, $"{name} {_family}", screen ?? Screen.Desktop);
        _people.Add(person);
        return person;
    }

    /// <summary>Somebody opens the page and enters as a guest.</summary>
    private protected async Task<Person> Enters(string name, Screen? screen = null, Uri? server = null)
    {
        var person = await Visits(name, screen, server);
        await person.EntersAsGuest();
        return person;
    }

    /// <summary>Somebody opens the page and makes an account with a passkey.</summary>
    private protected async Task<Person> SignsUp(string name, Screen? screen = null, Uri? server = null)
    {
        var person = await Visits(name, screen, server);
        await Authenticator.Of(person);
        await person.NameBox.FillAsync(person.Name);
        await person.Button("Create an account with a passkey").ClickAsync();
        await person.IsIn();
        return person;
    }

    private static string NewMark() => RandomNumberGenerator.GetHexString(5, lowercase: true);
}
