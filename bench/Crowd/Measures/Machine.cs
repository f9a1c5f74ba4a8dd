using System.Globalization;
using System.Runtime;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace ChatMux.Crowd.Measures;

/// <summary>Where the numbers come from: without it they mean nothing.</summary>
internal static class Machine
{
    /// <summary>Cores, memory, system and runtime.</summary>
    public static string Here => string.Create(CultureInfo.InvariantCulture,
        $"{Environment.ProcessorCount} cores ({Processor()}), {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GiB, "
        + $"{RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}");

    /// <summary>The same, and how server and crowd collect their garbage.</summary>
    public static string Describe(string serverProgram) => string.Create(CultureInfo.InvariantCulture,
        $"{Here}; server {(IsServerGc(serverProgram) ? "Server" : "Workstation")} GC, crowd {(GCSettings.IsServerGC ? "Server" : "Workstation")} GC");

    /// <summary>How busy the machine is, as the system says; whoever else is on it spoils the numbers.</summary>
    public static string Load => File.Exists("/proc/loadavg")
        ? string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ')[..3])
        : "unknown";

    private static string Processor() => File.Exists("/proc/cpuinfo")
        && File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) is { } line
            ? line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
            : RuntimeInformation.ProcessArchitecture.ToString();

    private static bool IsServerGc(string program)
    {
        if (Environment.GetEnvironmentVariable("DOTNET_gcServer") is { } said)
            return said == "1";
        using var settings = JsonDocument.Parse(File.ReadAllText(Path.ChangeExtension(program, ".runtimeconfig.json")));
        return settings.RootElement.GetProperty("runtimeOptions").TryGetProperty("configProperties", out var properties)
            && properties.TryGetProperty("System.GC.Server", out var server) && server.GetBoolean();
    }
}
