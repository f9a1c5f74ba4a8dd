using ChatMux.Grains.Interfaces.Lobby;

namespace ChatMux.Model.Tests.Client;

/// <summary>A tab's lobby, with the fetching of what it misses.</summary>
internal sealed class LobbyPane
{
    private readonly Tab _tab;
    private readonly Errand _fetch;

    public LobbyPane(Tab tab)
    {
        _tab = tab;
        _fetch = new Errand(tab, () => Shown.Stale, Fetch);
    }

    public ShownLobby Shown { get; } = new();

    public void Snapshot(LobbySnapshot snapshot) => Then(() => Shown.Snapshot(snapshot));

    public void Change(LobbyChanged change) => Then(() => Shown.Change(change));

    public void Position(LobbyPosition position) => Then(() => Shown.Position(position));

    public void Refresh() => Then(Shown.Doubt);

    private void Then(Action take)
    {
        take();
        _fetch.Run();
    }

    private async Task<bool> Fetch()
    {
        var answer = await _tab.Call<LobbySnapshot>("GetLobby");
        if (answer.Value is { } snapshot)
            Shown.Snapshot(snapshot);
        return answer.Value is not null;
    }
}
