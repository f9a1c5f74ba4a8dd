using ChatMux.Silo.Hosting;
using Microsoft.Extensions.Time.Testing;
using Orleans.Runtime;

namespace ChatMux.Silo.Tests.Hosting;

public sealed class OperatorCodeTests
{
    private readonly FakeTimeProvider _time = new();
    private int _asked;

    [Fact]
    public async Task It_is_printed()
    {
        Assert.Contains("Operator code: ABC ", await Line(_ => Task.FromResult<string?>("ABC")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_there_is_an_operator_nothing_is_printed()
    {
        Assert.Null(await Line(_ => Task.FromResult<string?>(null)));
    }

    [Fact]
    public async Task A_silo_that_goes_meanwhile_is_no_reason_to_end()
    {
        var line = Line(tries => tries < 3 ? throw new SiloUnavailableException("It is shutting down.") : Task.FromResult<string?>("ABC"));
        await Passes(line);
        Assert.Contains("ABC", await line, StringComparison.Ordinal);
        Assert.Equal(3, _asked);
    }

    [Fact]
    public async Task When_grains_do_not_answer_at_all_that_is_said()
    {
        var line = Line(_ => throw new TimeoutException());
        await Passes(line);
        Assert.Contains("No operator code", await line, StringComparison.Ordinal);
        Assert.Equal(OperatorCode.Tries, _asked);
    }

    [Fact]
    public async Task A_host_that_stops_meanwhile_prints_nothing()
    {
        using var stopping = new CancellationTokenSource();
        var line = Line(_ => throw new TimeoutException(), stopping.Token);
        await stopping.CancelAsync();
        Assert.Null(await line);
    }

    private Task<string?> Line(Func<int, Task<string?>> newCode, CancellationToken stopping = default) =>
        OperatorCode.Line(() => newCode(++_asked), _time, stopping);

    private async Task Passes(Task line)
    {
        while (!line.IsCompleted)
        {
            _time.Advance(OperatorCode.BetweenTries);
            await Task.Yield();
        }
    }
}
