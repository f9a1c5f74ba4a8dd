using ChatMux.Silo.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace ChatMux.Silo.Tests.Hosting;

public sealed class RepetitionSamplerTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly LogLines _lines = new();
    private readonly ServiceProvider _services;

    public RepetitionSamplerTests() => _services = new ServiceCollection()
        .AddLogging(logging => logging.AddProvider(_lines).AddSampler(new RepetitionSampler(_time)))
        .BuildServiceProvider();

    [Fact]
    public void What_is_repeated_is_said_a_few_times_and_again_after_a_while()
    {
        for (var i = 0; i < 100; i++)
        {
            Log("one", LogLevel.Error, 1, "the same");
            Log("one", LogLevel.Information, 2, "told");
        }
        Log("one", LogLevel.Error, 3, "another event");
        Log("two", LogLevel.Error, 1, "another category");

        Assert.Equal(RepetitionSampler.Most, Said("the same"));
        Assert.Equal(100, Said("told"));
        Assert.Equal(1, Said("another event"));
        Assert.Equal(1, Said("another category"));

        _time.Advance(RepetitionSampler.Window);
        Log("one", LogLevel.Error, 1, "the same");
        Assert.Equal(RepetitionSampler.Most + 1, Said("the same"));
    }

    public void Dispose()
    {
        _services.Dispose();
        _lines.Dispose();
    }

    private void Log(string category, LogLevel level, int id, string what) =>
        _services.GetRequiredService<ILoggerFactory>().CreateLogger(category).Log(level, new EventId(id), what, null, (text, _) => text);

    private int Said(string what) => _lines.All.Count(line => line.Contains(what, StringComparison.Ordinal));
}
