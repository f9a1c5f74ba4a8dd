namespace ChatMux.Cluster.Tests;

/// <summary>The benchmark still works. What comes out of it is for people to look at.</summary>
public sealed class BenchmarkTests(ITestOutputHelper output)
{
    [Fact]
    public async Task The_benchmark_plays_its_scenarios_on_both_servers_and_prints_what_came_out()
    {
        string[] scenarios = ["pairs", "room", "arrivals", "friends", "storm"];
        await using var crowd = ChatProcess.Crowd(["--smoke", .. scenarios]);
        var exit = await crowd.Exit(TimeSpan.FromMinutes(5));
        output.WriteLine(string.Join('\n', crowd.Lines));
        Assert.Equal(0, exit);
        var titles = crowd.Lines.Where(line => line.StartsWith("## ", StringComparison.Ordinal));
        Assert.Equal(scenarios, titles.Select(line => line[3..line.IndexOf(':', StringComparison.Ordinal)]));
        // The room and the arrivals are played twice; the bare hub knows no friends.
        Assert.Equal(scenarios.Length + 2, crowd.Lines.Count(line => line.StartsWith("| ChatMux ", StringComparison.Ordinal)));
        Assert.Equal(scenarios.Length + 1, crowd.Lines.Count(line => line.StartsWith("| ceiling ", StringComparison.Ordinal)));
        // That nothing is lost is no matter of speed.
        Assert.Equal(4, crowd.Lines.Count(line => line.Contains("100.00 %", StringComparison.Ordinal)));
    }
}
