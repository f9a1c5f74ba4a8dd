using ChatMux.Crowd.Clients;

namespace ChatMux.Crowd.Scenarios;

/// <summary>A client that is there, but does not read what comes to it: a laptop that swaps, a tab that is frozen.</summary>
internal sealed class DeafEar
{
    private readonly Client _client;
    private readonly Hearing _hearing;
    private volatile bool _closed;

    /// <summary>Stops reading now.</summary>
    public DeafEar(Client client, long begin)
    {
        _client = client;
        _hearing = new Hearing([client], begin);
        client.Lost = (_, _) => _closed = true;
        client.Socket!.Hold();
    }

    /// <summary>Reads again. Returns what became of what it had not read.</summary>
    public async Task<string> ReadAgain(Stage stage, long expected, TimeSpan patience)
    {
        _client.Socket!.LetGo();
        await stage.Until(() => _closed || IsToResync || _hearing.Delays.Count == expected, patience);
        return IsToResync ? "told to resync" : _closed ? "closed" : _hearing.Delays.Count == expected ? "got everything" : $"still waiting after {patience.TotalSeconds:N0} s";
    }

    private bool IsToResync => _client is ChatMuxBrowser { Resyncs: > 0 };
}
