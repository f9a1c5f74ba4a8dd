using Microsoft.AspNetCore.SignalR;

namespace ChatMux.WebFront.Connections;

/// <summary>
/// Lets the hub reach its own socket, to which already serialized messages can be written. Groups and broadcasts of
/// SignalR are not used: topics are.
/// </summary>
internal sealed class SocketLifetime(ILogger<DefaultHubLifetimeManager<ChatHub>> logger) : DefaultHubLifetimeManager<ChatHub>(logger)
{
    /// <summary>The socket behind a hub call.</summary>
    public static HubConnectionContext SocketOf(HubCallerContext context) => (HubConnectionContext)context.Items[typeof(HubConnectionContext)]!;

    /// <inheritdoc/>
    public override Task OnConnectedAsync(HubConnectionContext connection)
    {
        connection.Items[typeof(HubConnectionContext)] = connection;
        return base.OnConnectedAsync(connection);
    }
}
