namespace ChatMux.Architecture.Tests;

/// <summary>The source tree that these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The folders directly below one, by name.</summary>
    public static IEnumerable<string> Folders(string path) => Directory.GetDirectories(Path.Join(Root, path))
        .Select(directory => Path.GetFileName(directory))
        .Where(name => name is not ("bin" or "obj" or "Properties" or "node_modules" or "dist"));

    /// <summary>The source files of one project.</summary>
    public static IEnumerable<string> Sources(string project) => Directory
        .GetFiles(Path.Join(Root, project), "*.cs", SearchOption.AllDirectories)
        .Where(file => !Path.GetRelativePath(Root, file).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));

    private static string FindRoot()
    {
        var directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Join(directory, "ChatMux.sln")))
            directory = Path.GetDirectoryName(directory) ?? throw new InvalidOperationException("not inside the source tree");
        return directory;
    }
}
