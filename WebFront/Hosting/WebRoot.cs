namespace ChatMux.WebFront.Hosting;

/// <summary>Where the built client is.</summary>
public static class WebRoot
{
    /// <summary>
    /// Beside the published program, or the source tree's <c>wwwroot/dist</c>. It is made when it is not there, so that a
    /// client that is built later is seen.
    /// </summary>
    public static string Find()
    {
        var published = Path.Combine(AppContext.BaseDirectory, "wwwroot");
        return Directory.Exists(published)
            ? published
            : Ancestors(AppContext.BaseDirectory).FirstOrDefault(directory => File.Exists(Path.Combine(directory, "wwwroot", "package.json"))) is { } source
                ? Directory.CreateDirectory(Path.Combine(source, "wwwroot", "dist")).FullName
                : published;
    }

    private static IEnumerable<string> Ancestors(string directory)
    {
        for (var parent = new DirectoryInfo(directory).Parent; parent is not null; parent = parent.Parent)
            yield return parent.FullName;
    }
}
