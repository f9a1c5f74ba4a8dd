using System.Diagnostics;

namespace ChatMux.Storage;

/// <summary>Compares what one thing costs where there is little and where there is much: both take turns, so that whatever else the machine does meets both.</summary>
internal static class Turns
{
    private const int Rounds = 20;

    /// <summary>The headings of <see cref="Measure"/>'s columns.</summary>
    public static string[] Columns(int few, int many) =>
        [$"p50 ms at {few:N0}", $"p99 ms at {few:N0}", $"p50 ms at {many:N0}", $"p99 ms at {many:N0}", "p50 ratio", "p99 ratio"];

    /// <summary>Does it so often in each of twenty rounds, at both.</summary>
    public static async Task<string[]> Measure<T>(int perRound, T few, T many, Func<T, Random, Task> act)
    {
        var random = new Random(3);
        var (atFew, atMany) = (new List<double>(), new List<double>());
        for (var round = -1; round < Rounds; round++)
        {
            foreach (var (place, took) in new[] { (few, atFew), (many, atMany) })
            {
                for (var i = 0; i < perRound; i++)
                {
                    var begun = Stopwatch.GetTimestamp();
                    await act(place, random);
                    // The first round warms up.
                    if (round >= 0)
                        took.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
                }
            }
        }
        return Cells(At(atFew, 0.5), At(atFew, 0.99), At(atMany, 0.5), At(atMany, 0.99));
    }

    private static string[] Cells(double fewHalf, double fewMost, double manyHalf, double manyMost) =>
        [$"{fewHalf:N3}", $"{fewMost:N3}", $"{manyHalf:N3}", $"{manyMost:N3}", $"{manyHalf / fewHalf:N2}×", $"{manyMost / fewMost:N2}×"];

    private static double At(List<double> took, double share) => took.Order().ElementAt((int)((took.Count - 1) * share));
}
