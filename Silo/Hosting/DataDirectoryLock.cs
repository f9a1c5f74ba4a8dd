namespace ChatMux.Silo.Hosting;

/// <summary>
/// The right to use a data directory, of one process at a time. Held by an open file, so the system takes it back
/// however the process ends.
/// </summary>
public sealed class DataDirectoryLock : IDisposable
{
    private readonly FileStream _file;

    private DataDirectoryLock(string path, FileStream file) => (Path, _file) = (path, file);

    /// <summary>The directory.</summary>
    public string Path { get; }

    /// <summary>Makes the directory if it is not there, readable by its owner only, and takes it.</summary>
    /// <exception cref="StartupException">It cannot be written, or another process has it.</exception>
    public static DataDirectoryLock Take(string path)
    {
        EnsureWritable(path);
        try
        {
            var file = new FileStream(System.IO.Path.Join(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return new DataDirectoryLock(path, file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException(
                $"Another ChatMux is using the data directory {path}: stop it, or give this one its own {DataDirectory.Setting}.");
        }
    }

    /// <summary>Gives the directory back.</summary>
    public void Dispose() => _file.Dispose();

    private static void EnsureWritable(string path)
    {
        try
        {
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
            else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            var probe = System.IO.Path.Join(path, $"write-test-{Guid.NewGuid():N}");
            new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"The data directory {path} cannot be written: make it writable, or set {DataDirectory.Setting}.");
        }
    }
}
