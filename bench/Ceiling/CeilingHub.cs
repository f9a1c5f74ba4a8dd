using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.SignalR;

namespace ChatMux.Ceiling;

/// <summary>Passes texts on and answers when SignalR has taken them.</summary>
internal sealed class CeilingHub : Hub
{
    private const string Everyone = "everyone";

    /// <summary>Joins the room that everyone is in. Answers the id under which others reach this client.</summary>
    public async Task<string> Enter()
    {
        await Groups.AddToGroupAsync(Context.ConnectionId, Everyone);
        return Context.ConnectionId;
    }

    /// <summary>Gives the text back.</summary>
    [SuppressMessage("Performance", "CA1822", Justification = "SignalR calls instance methods only.")]
    public string Echo(string text) => text;

    /// <summary>Passes the text to one other client.</summary>
    public Task Relay(string client, string text) => Clients.Client(client).SendAsync("heard", text);

    /// <summary>Passes the text to everyone, its author included.</summary>
    public Task Broadcast(string text) => Clients.Group(Everyone).SendAsync("heard", text);
}
