using System.Runtime.InteropServices;
using ChatMux.Silo.Hosting;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace ChatMux.Silo.Backup;

/// <summary>
/// The words with which the program does something with its database instead of serving it: <c>backup FILE</c>, <c>restore FILE</c> and
/// <c>migrate</c>, before the ordinary settings.
/// </summary>
public static class DatabaseCommand
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(3);

    /// <summary>Whether the command line begins with one.</summary>
    public static bool Is(string[] args) => args is ["backup" or "restore" or "migrate", ..];

    /// <summary>Does it, and answers the exit code. What stands in the way is one sentence.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="configure">Reads what follows the words as settings.</param>
    public static async Task<int> Run(string[] args, Func<string[], IConfiguration> configure)
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);
        return await Run(args, configure, Console.Out, Console.Error, Every, stop.Token);

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    internal static async Task<int> Run(
        string[] args, Func<string[], IConfiguration> configure, TextWriter output, TextWriter errors, TimeSpan every, CancellationToken stop)
    {
        try
        {
            await Do(args, configure, output, new Progress(errors, TimeProvider.System, every), stop);
            return 0;
        }
        catch (StartupException refusal)
        {
            await errors.WriteLineAsync(refusal.Message);
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            await errors.WriteLineAsync($"The {Named(args)} was stopped, and nothing of it is left.");
        }
        catch (Exception e) when (e is SqliteException or NpgsqlException or IOException or UnauthorizedAccessException or TimeoutException)
        {
            await errors.WriteLineAsync($"The {Named(args)} did not come to its end, and nothing of it is left: {e.Message.ReplaceLineEndings(" ")}");
        }
        return 1;
    }

    private static Task Do(string[] args, Func<string[], IConfiguration> configure, TextWriter output, Progress progress, CancellationToken stop)
    {
        switch (args)
        {
            case ["backup", var file, ..] when IsName(file):
                return new BackupCommand(configure(args[2..]), output, progress, stop).Run(Path.GetFullPath(file));
            case ["restore", var file, ..] when IsName(file):
                return new RestoreCommand(configure(args[2..]), output, progress, stop).Run(Path.GetFullPath(file));
            case ["migrate"] or ["migrate", ['-', ..], ..]:
                return new MigrateCommand(configure(args[1..]), output, progress, stop).Run();
            default:
                throw new StartupException("It is \"backup FILE\", \"restore FILE\" or \"migrate\", and settings after it, like --ChatMux:DataDirectory=/srv/chatmux.");
        }
    }

    private static string Named(string[] args) => args[0] == "migrate" ? "migration" : args[0];

    private static bool IsName(string text) => text is not ("" or ['-', ..]);
}
