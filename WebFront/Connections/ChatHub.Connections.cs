using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.WebFront.Connections;
using ChatMux.WebFront.Sessions;

namespace ChatMux.WebFront;

internal sealed partial class ChatHub
{
    /// <summary>Binds this socket to a connection; once per socket, unless it was refused.</summary>
    public async Task<Result<Welcome>> Attach(AttachCommand command)
    {
        var socket = HubSocket.Of(Context);
        if (socket.Browser is not null)
            return RefusalCode.Malformed;
        var actor = SessionClaims.ToActor(Context.User!, command.Connection);
        var (browser, answer) = await attaching.Attach(socket.Connection, actor, command);
        socket.Browser = browser;
        // The socket may have ended while it was being attached; its end then found no browser to let go.
        if (browser is not null && Context.ConnectionAborted.IsCancellationRequested)
            await attaching.Detach(browser);
        return answer;
    }

    /// <summary>Notes that mailbox events have arrived.</summary>
    public async Task<Result<Done>> Acknowledge(AcknowledgeCommand command)
    {
        await grains.Grain<IConnectionGrain>(Actor.Connection.Value).Acknowledge(Actor, command.Epoch, command.Sequence);
        return Done.Instance;
    }

    /// <inheritdoc/>
    public override async Task OnDisconnectedAsync(Exception? exception)
    {
        if (HubSocket.Of(Context).Browser is { } browser)
            await attaching.Detach(browser);
    }
}
