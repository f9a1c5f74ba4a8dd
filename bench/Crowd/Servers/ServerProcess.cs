using System.Diagnostics;
using System.Text.RegularExpressions;

namespace ChatMux.Crowd.Servers;

/// <summary>A server in a process of its own, as it was built beside this program.</summary>
internal sealed partial class ServerProcess : IAsyncDisposable
{
    private const string Listens = "ready at ";
    private const string Joined = "fronts join at ";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly List<string> _lines = [];
    private readonly TaskCompletionSource<string> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly string _announcement;

    private ServerProcess(string program, string announcement, string[] args)
    {
        _announcement = announcement;
        var start = new ProcessStartInfo("dotnet", [program, .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("ASPNETCORE_URLS");
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["DOTNET_ENVIRONMENT"] = "Production";
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>The system's number for the process, for whoever wants to look into it while it runs.</summary>
    public int Id => _process.Id;

    /// <summary>Where it listens, for a front.</summary>
    public Uri Address => new(_ready.Task.Result);

    /// <summary>Processor time that it has used so far, its own and the system's for it.</summary>
    public TimeSpan Cpu
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>The memory that it holds now, in bytes (RSS).</summary>
    public long Memory
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Starts a front, on a port of its choice, and waits until it says where it listens.</summary>
    public static Task<ServerProcess> StartFront(string program, params string[] args) => Start(program, Listens, ["--urls=http://127.0.0.1:0", .. args]);

    /// <summary>Starts a silo and waits until it has joined.</summary>
    public static Task<ServerProcess> StartSilo(params string[] args) => Start(Program("", "Silo"), Joined, args);

    private static async Task<ServerProcess> Start(string program, string announcement, string[] args)
    {
        var server = new ServerProcess(program, announcement, args);
        try
        {
            var exited = server._process.WaitForExitAsync();
            if (await Task.WhenAny(server._ready.Task, exited).WaitAsync(Patience) == exited)
                throw new InvalidOperationException($"{program} ended instead of starting:\n{string.Join('\n', server._lines)}");
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>The program of a project, in the same configuration as this one: Release beside Release.</summary>
    public static string Program(string folder, string project)
    {
        // bench/Crowd/bin/Release/net10.0
        var build = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var root = build.Parent!.Parent!.Parent!.Parent!.Parent!;
        return Path.Combine(root.FullName, folder, project, "bin", build.Parent.Name, build.Name, $"ChatMux.{project}.dll");
    }

    /// <summary>Ends it. It has nothing that anyone will want to read again.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    /// <summary>What it had to complain about, each complaint once, and how often.</summary>
    public IReadOnlyList<string> Complaints
    {
        get
        {
            lock (_lines)
                return [.. _lines.Select(line => Complaint().Match(line)).Where(match => match.Success).CountBy(match => match.Value).Select(said => $"{said.Value}× {said.Key}")];
        }
    }

    // As the console's logger writes it on one line. What follows the beginning of a sentence are its details.
    [GeneratedRegex("(warn|fail|crit): \\S+ .{1,60}")]
    private static partial Regex Complaint();

    private void Hear(string? line)
    {
        if (line is null)
            return;
        lock (_lines)
            _lines.Add(line);
        var at = line.IndexOf(_announcement, StringComparison.Ordinal);
        if (at >= 0)
            _ready.TrySetResult(line[(at + _announcement.Length)..]);
    }
}
