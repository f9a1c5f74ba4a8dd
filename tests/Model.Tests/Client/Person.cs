using ChatMux.Grains.Interfaces.Users;
using ChatMux.Model.Tests.Place;
using ChatMux.Model.Tests.Reference;
using ChatMux.WebFront.Tests;

namespace ChatMux.Model.Tests.Client;

/// <summary>A guest with a browser: the cookie that its tabs share.</summary>
internal sealed class Person(string name, ModelPlace place, ReferenceModel model)
{
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(300);

    private Task? _entering;

    public string Name => name;

    /// <summary>Who the person is to the server; null before they have entered.</summary>
    public UserId? User { get; private set; }

    public UserId Me => User ?? throw new InvalidOperationException($"{name} has not entered yet");

    public string Cookie { get; private set; } = "";

    /// <summary>Enters at the front of this slot, or another; once, whoever of the tabs asks first.</summary>
    public Task Enter(int slot) => _entering ??= Until(slot, async front =>
    {
        await using var browser = new TestBrowser();
        var profile = await browser.SignIn(front, name);
        Cookie = browser.Cookie;
        User = profile.Value?.Id ?? throw new InvalidOperationException($"{name} may not enter: {profile.Refusal}");
        model.Enter(name, User.Value);
    });

    /// <summary>Ends the session.</summary>
    public async Task SignOut(int slot)
    {
        if (_entering is null)
            return;
        await _entering;
        await Until(slot, async front =>
        {
            await using var browser = new TestBrowser { InitialCookie = Cookie };
            await browser.SignOut(front);
        });
    }

    // A front may be gone, or its grains be silent: then the person tries again after a moment.
    private async Task Until(int slot, Func<Uri, Task> step)
    {
        for (; ; )
        {
            try
            {
                if (place.FrontNear(slot) is { } front)
                {
                    await step(front);
                    return;
                }
            }
            catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException)
            {
            }
            await Task.Delay(Again, place.Time);
        }
    }
}
