using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Lobby;
using ChatMux.WebFront.Delivery;

namespace ChatMux.WebFront.Lobby;

/// <summary>The lobby's snapshot for the browsers of this front.</summary>
internal sealed class LobbySnapshots(IGrainFactory grains)
{
    private readonly SharedCall<LobbySnapshot> _call = new(() => grains.Grain<ILobbyGrain>(ILobbyGrain.Key).GetSnapshot());

    /// <summary>A snapshot that was asked for after this call began, so that what was followed before leaves no gap.</summary>
    public Task<LobbySnapshot> Get() => _call.Ask();
}
