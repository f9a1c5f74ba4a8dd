using ChatMux.WebFront.Tests;

namespace ChatMux.Cluster.Tests;

/// <summary>What people say and what opens their sessions stays out of where it does not belong.</summary>
public sealed class LeakTests
{
    private const string Text = "canary-text-6f1d";
    private const string Name = "Canary-name-b27a";

    [Theory]
    [InlineData("Debug", "Warning")]
    [InlineData("Trace", "Debug")]
    public async Task No_message_and_no_cookie_is_in_the_logs_and_no_cookie_in_the_files(string ours, string others)
    {
        await using var place = new Place();
        await using var server = place.Embedded($"--Logging:LogLevel:ChatMux={ours}", $"--Logging:LogLevel:Default={others}");
        var address = await server.Ready();
        await using var ada = await TestBrowser.Enter(address, Name);
        await using var bo = await TestBrowser.Enter(address, "Bo");
        await ada.Says(Text);
        await ada.Says(Text + new string('x', 4_000)); // refused
        await bo.Sees<Grains.Interfaces.Messages.MessagePosted>(m => m.Message.Text == Text);
        await bo.ReadAll();
        await using (var raw = await RawSocket.Open(address, ada.Cookie))
        {
            await raw.Send(RawSocket.Frame(1, new Dictionary<string, object>(), "1", "SendMessage", new object[] { Text }));
            await raw.Send(RawSocket.Frame(Text, Text));
            await raw.Ends();
        }
        var cookie = ada.Cookie;
        await ada.SignOut(address);
        await bo.Socket.StopAsync();
        Assert.Equal(0, await server.Stop());

        var key = cookie.Split('=')[1];
        Assert.Equal(43, key.Length);
        foreach (var line in server.Lines)
        {
            Assert.DoesNotContain(Text, line, StringComparison.Ordinal);
            Assert.DoesNotContain(Name, line, StringComparison.Ordinal);
            Assert.DoesNotContain(key, line, StringComparison.Ordinal);
        }
        foreach (var file in Directory.EnumerateFiles(place.Directory, "*", SearchOption.AllDirectories))
            Assert.Equal(-1, File.ReadAllBytes(file).AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(key)));
        // That the search would have found it: an open room's text is plain on disk.
        Assert.Contains(Directory.EnumerateFiles(place.Directory, "chatmux.db*", SearchOption.AllDirectories),
            file => File.ReadAllBytes(file).AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(Text)) >= 0);
    }
}
