using ChatMux.Crowd.Clients;
using ChatMux.Crowd.Measures;

namespace ChatMux.Crowd.Scenarios;

/// <summary>What clients hear of the texts that were due from a moment on.</summary>
internal sealed class Hearing
{
    private readonly long _begin;

    /// <summary>Listens from now on for texts due from now on.</summary>
    public Hearing(IEnumerable<Client> clients, long begin)
    {
        _begin = begin;
        foreach (var client in clients)
            client.Heard = Hear;
    }

    /// <summary>From the moment a text was due to the moment it was parsed; one for each text and listener.</summary>
    public Histogram Delays { get; } = new();

    private void Hear(Client client, Stamp stamp)
    {
        if (stamp.At >= _begin)
            Delays.RecordSince(stamp.At);
    }
}
