using System.Text.RegularExpressions;
using ChatMux.WebFront.Hosting;

namespace ChatMux.Browser.Tests.Connections;

public sealed partial class NewBuildTests(Stage stage) : BrowserTest(stage)
{
    private readonly string _client = Directory.CreateTempSubdirectory("chatmux-client-").FullName;

    private string Page => Path.Combine(_client, "index.html");

    [Fact]
    public async Task A_new_version_is_offered_and_taken_when_one_says_so()
    {
        CopyClient();
        await using var server = await ChatServer.Start(_client);
        var ada = await Enters("Ada", server: server);
        await ada.MessageBox.FillAsync("half a thought");
        await File.WriteAllTextAsync(Page, BuildName().Replace(await File.ReadAllTextAsync(Page), "${1}abcdef123456"));
        await Expect(ada.Connection).ToContainTextAsync("A new version of ChatMux is ready.");
        await ada.Button("Reload").ClickAsync();
        await Expect(ada.Page.Locator("meta[name=chatmux-build]")).ToHaveAttributeAsync("content", "abcdef123456");
        await ada.IsIn();
        await Expect(ada.MessageBox).ToHaveValueAsync("half a thought");
        await ada.LeavesForGood();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_client, recursive: true);
    }

    private void CopyClient()
    {
        var built = WebRoot.Find();
        foreach (var file in Directory.EnumerateFiles(built, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(_client, Path.GetRelativePath(built, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    [GeneratedRegex("(name=\"chatmux-build\" content=\")[0-9a-f]+")]
    private static partial Regex BuildName();
}
