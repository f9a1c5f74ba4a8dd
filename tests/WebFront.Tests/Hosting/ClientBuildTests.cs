using ChatMux.WebFront.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatMux.WebFront.Tests.Hosting;

public sealed class ClientBuildTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("chatmux-dist-").FullName;

    [Fact]
    public void Without_a_client_there_is_no_name()
    {
        using var build = new ClientBuild(_root, NullLogger<ClientBuild>.Instance);
        Assert.Equal("", build.Current);
    }

    [Fact]
    public async Task A_build_that_takes_the_place_of_another_is_told_once_it_is_whole()
    {
        Write("a1", "one.js");
        File.WriteAllText(Path.Combine(_root, "assets", "one.js"), "");
        using var build = new ClientBuild(_root, NullLogger<ClientBuild>.Instance);
        Assert.Equal("a1", build.Current);
        var told = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        build.Changed += name => told.TrySetResult(name);

        Write("b2", "two.js");
        File.WriteAllText(Path.Combine(_root, "assets", "three.js"), "");
        Assert.False(told.Task.IsCompleted); // the page names a file that is not there yet
        File.WriteAllText(Path.Combine(_root, "assets", "two.js"), "");
        Assert.Equal("b2", await told.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
        Assert.Equal("b2", build.Current);
    }

    private void Write(string build, string asset)
    {
        Directory.CreateDirectory(Path.Combine(_root, "assets"));
        File.WriteAllText(
            Path.Combine(_root, "index.html"),
            $"<head><script src=\"/assets/{asset}\"></script><meta name=\"chatmux-build\" content=\"{build}\"></head>");
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
