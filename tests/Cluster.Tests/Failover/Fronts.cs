using System.Net.Sockets;

namespace ChatMux.Cluster.Tests.Failover;

/// <summary>The fronts, as whoever balances load among them sees them: each in its turn, those that do not listen left out.</summary>
internal sealed class Fronts(IReadOnlyList<Uri> addresses)
{
    private int _turn;

    /// <summary>The next one that takes a connection and says that it is ready.</summary>
    public async Task<Uri> Any()
    {
        for (var tried = 0; tried < addresses.Count; tried++)
        {
            var front = addresses[(int)((uint)Interlocked.Increment(ref _turn) % addresses.Count)];
            if (await IsReady(front))
                return front;
        }
        throw new IOException("No front is ready.");
    }

    private static async Task<bool> IsReady(Uri front)
    {
        try
        {
            return await Probe.Status(front, "/health/ready") == System.Net.HttpStatusCode.OK;
        }
        catch (Exception problem) when (problem is HttpRequestException or SocketException or IOException)
        {
            return false;
        }
    }
}
