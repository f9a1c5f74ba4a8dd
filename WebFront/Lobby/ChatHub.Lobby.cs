using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Lobby;

namespace ChatMux.WebFront;

internal sealed partial class ChatHub
{
    /// <summary>Who is here and which rooms are open.</summary>
    public async Task<Result<LobbySnapshot>> GetLobby() => await lobby.Get();
}
