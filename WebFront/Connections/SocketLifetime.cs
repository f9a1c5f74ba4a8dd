using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace ChatMux.WebFront.Connections;

/// <summary>
/// Gives every socket its <see cref="HubSocket"/> before the first hub call. Groups and broadcasts of SignalR are not
/// used: topics are.
/// </summary>
internal sealed class SocketLifetime(
    IOptions<HubLimits> limits, TimeProvider time, ILogger<DefaultHubLifetimeManager<ChatHub>> logger)
    : DefaultHubLifetimeManager<ChatHub>(logger)
{
    /// <inheritdoc/>
    public override Task OnConnectedAsync(HubConnectionContext connection)
    {
        _ = new HubSocket(connection, limits.Value, time);
        return base.OnConnectedAsync(connection);
    }

    /// <inheritdoc/>
    public override Task OnDisconnectedAsync(HubConnectionContext connection)
    {
        if (connection.Items.TryGetValue(typeof(HubSocket), out var socket))
            ((HubSocket)socket!).Dispose();
        return base.OnDisconnectedAsync(connection);
    }
}
