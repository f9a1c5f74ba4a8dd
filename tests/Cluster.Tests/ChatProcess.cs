using System.Diagnostics;

namespace ChatMux.Cluster.Tests;

/// <summary>A built program of ours in its own process, with everything that it prints.</summary>
internal sealed class ChatProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];
    private readonly List<(string Part, TaskCompletionSource<string> Said)> _waiting = [];
    private bool _disposed;

    private ChatProcess(string program, string[] args)
    {
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

    /// <summary>All lines of both streams so far.</summary>
    public IReadOnlyList<string> Lines { get { lock (_lock) return [.. _lines]; } }

    /// <summary>The memory that it holds, in bytes.</summary>
    public long Memory
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    public bool Lives => !_process.HasExited;

    public static ChatProcess Front(params string[] args) => new(Program("WebFront"), args);

    public static ChatProcess Silo(params string[] args) => new(Program("Silo"), args);

    public static ChatProcess Crowd(params string[] args) => new(Program("Crowd", folder: "bench"), args);

    /// <summary>The address that a front says to open, once it is ready.</summary>
    public async Task<Uri> Ready()
    {
        const string Announcement = "ChatMux is ready at ";
        var line = await Says(Announcement);
        return new Uri(line[(line.IndexOf(Announcement, StringComparison.Ordinal) + Announcement.Length)..]);
    }

    /// <summary>The first line with this in it, printed already or yet to come.</summary>
    public async Task<string> Says(string part)
    {
        var said = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_lines.FirstOrDefault(line => line.Contains(part, StringComparison.Ordinal)) is { } line)
                return line;
            _waiting.Add((part, said));
        }
        var exited = _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        var first = await Task.WhenAny(said.Task, exited).WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.True(first == said.Task, $"It ended without saying '{part}':\n{string.Join('\n', Lines)}");
        return await said.Task;
    }

    /// <summary>Ends it between two instructions: nothing is flushed, closed or said. What it had handed to the system stays, unlike in a power cut.</summary>
    public async Task Kill()
    {
        _process.Kill();
        await Exit();
    }

    /// <summary>Asks it to stop as a service manager does.</summary>
    public async Task<int> Stop()
    {
        Signal("TERM");
        return await Exit();
    }

    /// <summary>Sends it a signal by name.</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{_process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Waits until it ends, and returns its exit code.</summary>
    public async Task<int> Exit(TimeSpan? patience = null)
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(patience ?? Patience, TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;
        _disposed = true;
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    // Where it was built: beside these tests, a silo would not find what is part of ASP.NET Core's framework and not of its own.
    private static string Program(string project, string folder = "")
    {
        var build = new DirectoryInfo(AppContext.BaseDirectory);
        var root = build.Parent!.Parent!.Parent!.Parent!.Parent!;
        return Path.Combine(root.FullName, folder, project, "bin", build.Parent.Name, build.Name, $"ChatMux.{project}.dll");
    }

    private void Hear(string? line)
    {
        if (line is null)
            return;
        lock (_lock)
        {
            _lines.Add(line);
            foreach (var (part, said) in _waiting)
                if (line.Contains(part, StringComparison.Ordinal))
                    said.TrySetResult(line);
        }
    }
}
