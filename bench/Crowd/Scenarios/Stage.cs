using System.Diagnostics;
using ChatMux.Crowd.Clients;
using ChatMux.Crowd.Servers;

namespace ChatMux.Crowd.Scenarios;

/// <summary>What scenarios play on.</summary>
internal sealed class Stage(Options options, IReadOnlyList<PlaceKind> kinds, CancellationToken end) : IDisposable
{
    private const int ComingAtOnce = 32;

    private readonly Pinger _pinger = new();

    /// <summary>How long and how large.</summary>
    public Options Options => options;

    /// <summary>The servers to compare, ChatMux first.</summary>
    public IReadOnlyList<PlaceKind> Kinds => kinds;

    /// <summary>
    /// Plays one case on a new place of this kind, which ends with it, and so do its clients. A client that is lost on the
    /// way spoils the case, unless the scenario minds <see cref="Client.Lost"/> itself.
    /// </summary>
    public Task<T> On<T>(PlaceKind kind, string what, int people, Func<Place, Client[], Task<T>> play) =>
        On(kind, what, place => place.Invite(people), play);

    /// <summary>The same, with those who are let in some other way.</summary>
    public async Task<T> On<T>(PlaceKind kind, string what, Func<Place, Task<Client[]>> invite, Func<Place, Client[], Task<T>> play)
    {
        end.ThrowIfCancellationRequested();
        await using var place = await kind.Open();
        Say($"{what} on {place.Name} (process {string.Join(", ", place.Server.Ids)})");
        var clients = await invite(place);
        var spoilt = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        foreach (var client in clients)
            client.Lost = (lost, problem) => spoilt.TrySetException(new InvalidOperationException($"{place.Name} dropped client {lost.Number}.", problem));
        await using var stopped = end.Register(() => spoilt.TrySetCanceled(end));
        _pinger.Watch(clients);
        try
        {
            return await await Task.WhenAny(play(place, clients), spoilt.Task);
        }
        finally
        {
            _pinger.Watch([]);
            foreach (var complaint in place.Server.Complaints)
                Say($"  {place.Name} says {complaint}");
            foreach (var client in clients)
                client.Dispose();
        }
    }

    /// <summary>All of them come, without a hurry.</summary>
    public async Task Gather(IEnumerable<Client> clients)
    {
        await Parallel.ForEachAsync(clients, new ParallelOptions { MaxDegreeOfParallelism = ComingAtOnce, CancellationToken = end },
            async (client, _) => await client.Come());
    }

    /// <summary>Somebody wants all of it to stop.</summary>
    public CancellationToken End => end;

    /// <summary>Waits until something is so, or has not been for too long.</summary>
    /// <returns>Whether it is.</returns>
    public async Task<bool> Until(Func<bool> isSo, TimeSpan patience)
    {
        var begin = Stopwatch.GetTimestamp();
        while (!isSo() && Stopwatch.GetElapsedTime(begin) < patience)
            await Pass(TimeSpan.FromMilliseconds(10));
        return isSo();
    }

    /// <summary>Lets time pass.</summary>
    public Task Pass(TimeSpan time) => Task.Delay(time, end);

    /// <summary>Tells whoever waits what goes on; the tables go elsewhere.</summary>
    public static void Say(string what) => Console.Error.WriteLine($"{DateTime.Now:HH:mm:ss}  {what}");

    public void Dispose() => _pinger.Dispose();
}
