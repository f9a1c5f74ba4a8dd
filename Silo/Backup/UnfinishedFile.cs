using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ChatMux.Silo.Hosting;

namespace ChatMux.Silo.Backup;

/// <summary>
/// A file that is being written beside the place where it will be, readable by its owner only. It gets its name when it is whole; until
/// then it goes away with whoever writes it.
/// </summary>
internal sealed class UnfinishedFile : IDisposable
{
    /// <summary>How its name ends meanwhile.</summary>
    public const string Ending = ".unfinished";

    private readonly string _finished;

    /// <exception cref="StartupException">The file is there already, or its directory is not.</exception>
    public UnfinishedFile(string finished)
    {
        _finished = finished;
        Path = $"{finished}.{RandomNumberGenerator.GetHexString(8, lowercase: true)}{Ending}";
        if (File.Exists(finished) || Directory.Exists(finished)) throw Exists();
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            new FileStream(Path, options).Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"{finished} cannot be written: {e.Message}");
        }
    }

    /// <summary>Where it is now.</summary>
    public string Path { get; }

    /// <summary>It is whole: puts it on disk and gives it its name.</summary>
    /// <exception cref="StartupException">Somebody else has made a file of that name meanwhile.</exception>
    public void Finish()
    {
        using (var written = File.OpenHandle(Path, FileMode.Open, FileAccess.ReadWrite)) RandomAccess.FlushToDisk(written);
        try
        {
            File.Move(Path, _finished, overwrite: false);
        }
        catch (IOException) when (File.Exists(_finished))
        {
            throw Exists();
        }
        SyncDirectory(System.IO.Path.GetDirectoryName(_finished)!);
    }

    public void Dispose()
    {
        foreach (var ending in (string[])["", "-journal", "-wal", "-shm"]) File.Delete(Path + ending);
    }

    private StartupException Exists() => new($"{_finished} is there already: give another name, or move it away.");

    /// <summary>A name is in its directory, which has to be on disk as well.</summary>
    private static void SyncDirectory(string directory)
    {
        if (OperatingSystem.IsWindows()) return;
        var handle = Open(directory, 0);
        if (handle < 0) return;
        _ = Sync(handle);
        _ = Close(handle);
    }

    [DllImport("libc", EntryPoint = "open", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Sync(int handle);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int handle);
}
