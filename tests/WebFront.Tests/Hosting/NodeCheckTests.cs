namespace ChatMux.WebFront.Tests.Hosting;

/// <summary>The build needs Node.js, and says so in one sentence before it does anything.</summary>
public sealed class NodeCheckTests : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("chatmux-node-").FullName;

    [Fact]
    public async Task Without_node_the_build_ends_with_one_sentence() => await AssertSentence("there is no 'node' on the PATH");

    [Fact]
    public async Task With_an_old_node_the_build_ends_with_one_sentence()
    {
        var node = Path.Combine(_path, "node");
        File.WriteAllText(node, "#!/bin/sh\necho v18.20.4\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(node, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await AssertSentence("the 'node' on the PATH is 18.20.4");
    }

    private async Task AssertSentence(string part)
    {
        var project = Path.Combine(Root(), "WebFront", "WebFront.csproj");
        await using var build = FrontProcess.StartCommand(
            start => start.Environment["PATH"] = _path,
            Dotnet(), "msbuild", project, "-t:ClientNode", "-p:BuildClient=true", "-nologo", "-v:m", "-tl:off", "-nodeReuse:false");
        Assert.Equal(1, await build.Exit());
        var lines = build.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains(part, Assert.Single(lines), StringComparison.Ordinal);
    }

    private static string Dotnet() => Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator)
        .Select(directory => Path.Combine(directory, "dotnet")).First(File.Exists);

    private static string Root()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "ChatMux.sln")))
            directory = directory.Parent!;
        return directory.FullName;
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
