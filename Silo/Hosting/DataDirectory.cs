namespace ChatMux.Silo.Hosting;

/// <summary>
/// Where a silo keeps what must survive: setting <c>ChatMux:DataDirectory</c>, otherwise <c>ChatMux</c> in the user's
/// local application data (<c>~/.local/share/ChatMux</c> on Linux, <c>%LOCALAPPDATA%\ChatMux</c> on Windows,
/// <c>~/Library/Application Support/ChatMux</c> on macOS).
/// </summary>
public static class DataDirectory
{
    /// <summary>The setting.</summary>
    public const string Setting = "ChatMux:DataDirectory";

    /// <summary>The database in a data directory.</summary>
    internal static string Database(string directory) => System.IO.Path.Join(directory, "chatmux.db");

    /// <summary>The full path; the directory need not exist yet.</summary>
    /// <exception cref="StartupException">There is no setting, and this user has no place for application data.</exception>
    public static string Path(IConfiguration configuration)
    {
        if (configuration[Setting] is { Length: > 0 } chosen) return System.IO.Path.GetFullPath(chosen);
        var own = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return own.Length > 0
            ? System.IO.Path.Join(own, "ChatMux")
            : throw new StartupException($"This user has no home directory for the data: set {Setting}.");
    }
}
