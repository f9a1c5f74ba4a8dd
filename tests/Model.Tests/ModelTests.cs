using System.Diagnostics;
using System.Globalization;
using ChatMux.Model.Tests.Life;

namespace ChatMux.Model.Tests;

/// <summary>
/// Random lives of the place against the reference model. <c>CHATMUX_MODEL_SEED</c> and <c>CHATMUX_MODEL_STEPS</c> live one
/// of them again, <c>CHATMUX_MODEL_MINUTES</c> lives new ones for that long.
/// </summary>
public sealed class ModelTests(ITestOutputHelper output)
{
    private const int Lives = 3;
    private const int Steps = 100;

    [Fact]
    public async Task Whatever_happens_everyone_sees_what_was_said_once_and_in_order()
    {
        var minutes = TimeSpan.FromMinutes(Setting("MINUTES") ?? 0);
        var steps = Setting("STEPS") ?? Steps;
        var began = Stopwatch.StartNew();
        for (var lived = 0; lived < (Setting("SEED") is null ? Lives : 1) || began.Elapsed < minutes; lived++)
        {
            var seed = Setting("SEED") ?? Random.Shared.Next();
            var howToReplay = $"CHATMUX_MODEL_SEED={seed} CHATMUX_MODEL_STEPS={steps} lives this again";
            output.WriteLine($"{began.Elapsed}: {howToReplay}");
            await Run.Live(new Generator(seed).Write(steps), howToReplay);
        }
    }

    private static int? Setting(string name) =>
        Environment.GetEnvironmentVariable($"CHATMUX_MODEL_{name}") is { Length: > 0 } value ? int.Parse(value, CultureInfo.InvariantCulture) : null;
}
