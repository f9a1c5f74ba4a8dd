using System.Text.RegularExpressions;

namespace ChatMux.WebFront.Hosting;

/// <summary>
/// Which build of the client is served, as its index.html says, also when another one is put in its place while the front
/// runs. Empty as long as there is none, as beside the vite dev server.
/// </summary>
public sealed partial class ClientBuild : IDisposable
{
    private readonly string _root;
    private readonly FileSystemWatcher? _watcher;
    private readonly Lock _reading = new();

    /// <summary>Reads the build in this directory and watches it from now on.</summary>
    public ClientBuild(string root, ILogger<ClientBuild> logger)
    {
        _root = root;
        try
        {
            _watcher = new FileSystemWatcher(root) { IncludeSubdirectories = true };
            _watcher.Created += (_, _) => Read();
            _watcher.Changed += (_, _) => Read();
            _watcher.Renamed += (_, _) => Read();
            _watcher.EnableRaisingEvents = true;
        }
        catch (Exception problem) when (problem is IOException or ArgumentException)
        {
            LogUnwatched(logger, root, problem.Message);
        }
        Read();
    }

    /// <summary>The name of the build that is served now.</summary>
    public string Current { get; private set; } = "";

    /// <summary>Another build has taken the place of the one that was served.</summary>
    public event Action<string>? Changed;

    /// <inheritdoc/>
    public void Dispose() => _watcher?.Dispose();

    /// <summary>
    /// A build arrives in many writes, each of which calls this; it counts from the one that makes it whole: the page is
    /// there, and so is each file that the page names.
    /// </summary>
    private void Read()
    {
        lock (_reading)
        {
            if (ReadPage() is not { } page || BuildName().Match(page) is not { Success: true } name || name.Groups[1].Value == Current)
                return;
            if (Assets().Matches(page).All(asset => File.Exists(Path.Combine(_root, asset.Groups[1].Value))))
                Serve(name.Groups[1].Value);
        }
    }

    private void Serve(string build)
    {
        var first = Current == "";
        Current = build;
        if (!first)
            Changed?.Invoke(build);
    }

    private string? ReadPage()
    {
        try
        {
            return File.ReadAllText(Path.Combine(_root, "index.html"));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [GeneratedRegex("<meta name=\"chatmux-build\" content=\"([0-9a-f]+)\">")]
    private static partial Regex BuildName();

    [GeneratedRegex("(?:src|href)=\"/(assets/[^\"]+)\"")]
    private static partial Regex Assets();

    [LoggerMessage(1, LogLevel.Warning, "A new build of the client in {Root} will be noticed only after a restart: {Problem}")]
    private static partial void LogUnwatched(ILogger logger, string root, string problem);
}
