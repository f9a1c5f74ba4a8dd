using System.Diagnostics;

namespace ChatMux.Crowd.Servers;

/// <summary>A server in a process of its own, as it was built beside this program.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const string Announcement = "ready at ";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Queue<string> _lastLines = [];
    private readonly TaskCompletionSource<Uri> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess(string program, string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [program, "--urls=http://127.0.0.1:0", .. args])
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

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = null!;

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

    /// <summary>Starts a program and waits until it says where it listens.</summary>
    public static async Task<ServerProcess> Start(string program, params string[] args)
    {
        var server = new ServerProcess(program, args);
        try
        {
            var exited = server._process.WaitForExitAsync();
            if (await Task.WhenAny(server._ready.Task, exited).WaitAsync(Patience) == exited)
                throw new InvalidOperationException($"{program} ended instead of starting:\n{server.LastLines}");
            server.Address = await server._ready.Task;
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

    /// <summary>The last that it printed.</summary>
    public string LastLines
    {
        get
        {
            lock (_lastLines)
                return string.Join('\n', _lastLines);
        }
    }

    private void Hear(string? line)
    {
        if (line is null)
            return;
        lock (_lastLines)
        {
            _lastLines.Enqueue(line);
            if (_lastLines.Count > 20)
                _lastLines.Dequeue();
        }
        var at = line.IndexOf(Announcement, StringComparison.Ordinal);
        if (at >= 0 && Uri.TryCreate(line[(at + Announcement.Length)..], UriKind.Absolute, out var address))
            _ready.TrySetResult(address);
    }
}
