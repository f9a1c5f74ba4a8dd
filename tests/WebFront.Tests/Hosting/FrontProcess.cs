using System.Diagnostics;
using System.Text;

namespace ChatMux.WebFront.Tests.Hosting;

/// <summary>The front as a person starts it: the built program in its own process.</summary>
internal sealed class FrontProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();
    private readonly TaskCompletionSource<Uri> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private FrontProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Append(_errors, line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>What it has printed.</summary>
    public string Output { get { lock (_output) return _output.ToString(); } }

    /// <summary>What it has complained of.</summary>
    public string Errors { get { lock (_errors) return _errors.ToString(); } }

    public static FrontProcess Start(params string[] args) =>
        new(Prepare("dotnet", [Path.Combine(AppContext.BaseDirectory, "ChatMux.WebFront.dll"), .. args]));

    public static FrontProcess StartCommand(Action<ProcessStartInfo> change, string command, params string[] args)
    {
        var process = Prepare(command, args);
        change(process.StartInfo);
        return new FrontProcess(process);
    }

    /// <summary>The address that it says to open.</summary>
    public async Task<Uri> Ready()
    {
        var exited = _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        var first = await Task.WhenAny(_ready.Task, exited).WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.True(first == _ready.Task, $"It ended with {(_process.HasExited ? _process.ExitCode : 0)}: {Errors}{Output}");
        return await _ready.Task;
    }

    /// <summary>Waits until it ends by itself.</summary>
    public async Task<int> Exit()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    /// <summary>Asks it to stop as a service manager does.</summary>
    public async Task<int> Stop()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        return await Exit();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    private static Process Prepare(string command, string[] args)
    {
        var start = new ProcessStartInfo(command, args) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Remove("ASPNETCORE_URLS");
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        return new Process { StartInfo = start };
    }

    private void Hear(string? line)
    {
        Append(_output, line);
        const string Announcement = "ChatMux is ready at ";
        if (line?.StartsWith(Announcement, StringComparison.Ordinal) == true)
            _ready.TrySetResult(new Uri(line[Announcement.Length..]));
    }

    private static void Append(StringBuilder text, string? line)
    {
        if (line is not null)
            lock (text)
                text.AppendLine(line);
    }
}
