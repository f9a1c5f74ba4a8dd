using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using ChatMux.Grains.Interfaces;
using ChatMux.WebFront.Connections;
using ChatMux.WebFront.Delivery;
using ChatMux.WebFront.Lobby;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;

namespace ChatMux.WebFront;

/// <summary>
/// The one hub, in a part per feature. A method takes one command, calls one grain and answers its result: the grain
/// checks and decides. <see cref="HubGate"/> stands before every method.
/// </summary>
[Authorize]
internal sealed partial class ChatHub(
    IGrainFactory grains, Attaching attaching, Followers followers, Subscriptions subscriptions, LobbySnapshots lobby) : Hub
{
    /// <summary>Answers calls that could not be bound; see <see cref="RefusingHubProtocol"/>.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [SuppressMessage("Performance", "CA1822", Justification = "SignalR calls instance methods only.")]
    public Task<Result<Done>> Malformed() => Task.FromResult<Result<Done>>(RefusalCode.Malformed);

    // The gate lets no other method than Attach through without an attached browser.
    private Browser Browser => HubSocket.Of(Context).Browser!;

    private Actor Actor => Browser.Actor;
}
