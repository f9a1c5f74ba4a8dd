namespace ChatMux.Grains.Tests;

/// <summary>What the fake clock sets off runs on the grains' own schedulers: one asks until it has.</summary>
internal static class Until
{
    public static async Task Holds(Func<Task<bool>> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (!await holds())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
