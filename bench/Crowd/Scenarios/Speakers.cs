using System.Diagnostics;
using ChatMux.Crowd.Clients;

namespace ChatMux.Crowd.Scenarios;

/// <summary>
/// Clients that say so many things a second together, in turn, whether or not the server keeps up: each text is stamped
/// with the moment at which it was due.
/// </summary>
internal sealed class Speakers(IReadOnlyList<Client> clients, int perSecond, int textLength)
{
    private long _said;
    private long _refused;

    /// <summary>Texts that have gone out.</summary>
    public long Said => Interlocked.Read(ref _said);

    /// <summary>Texts that the server did not take, which should be none.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Talks for so long, on a thread of its own: the others are busy hearing.</summary>
    public Task Talk(Stage stage, TimeSpan time) =>
        Task.Factory.StartNew(() => Talk(time, stage.End), stage.End, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Talk(TimeSpan time, CancellationToken end)
    {
        foreach (var client in clients)
            client.Answered = Count;
        var text = new byte[textLength];
        text.AsSpan().Fill((byte)'.');
        var between = Stopwatch.Frequency / perSecond;
        var due = Stopwatch.GetTimestamp();
        for (var left = (long)(time.TotalSeconds * perSecond); left > 0 && !end.IsCancellationRequested; left--, due += between)
        {
            SleepUntil(due);
            var speaker = clients[(int)(_said % clients.Count)];
            new Stamp(due, speaker.Number).WriteTo(text);
            speaker.Say(text);
            Interlocked.Increment(ref _said);
        }
        SleepUntil(due);
    }

    private static void SleepUntil(long moment)
    {
        if (Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), moment) is { Ticks: > 0 } early)
            Thread.Sleep(early);
    }

    private void Count(Client client, bool taken)
    {
        if (!taken)
            Interlocked.Increment(ref _refused);
    }
}
