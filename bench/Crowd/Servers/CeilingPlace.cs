using ChatMux.Crowd.Clients;

namespace ChatMux.Crowd.Servers;

/// <summary>The bare hub: what SignalR on this machine could do at best.</summary>
internal sealed class CeilingPlace : Place
{
    /// <summary>How tables call it.</summary>
    public const string Title = "ceiling";

    private CeilingPlace(ServerGroup server) : base(Title, server)
    {
    }

    public static async Task<Place> Open() => new CeilingPlace(new ServerGroup([await ServerProcess.StartFront(ServerProcess.Program("bench", "Ceiling"))]));

    public override Task<Client[]> Invite(int count) =>
        Task.FromResult(Enumerable.Range(0, count).Select(i => (Client)new CeilingClient(Server.Addresses[0], i)).ToArray());

    public override Task Pair(Client one, Client other)
    {
        var (left, right) = ((CeilingClient)one, (CeilingClient)other);
        (left.Says, right.Says) = (CeilingSays.Relay, CeilingSays.Relay);
        (left.Partner, right.Partner) = (right, left);
        return Task.CompletedTask;
    }
}
