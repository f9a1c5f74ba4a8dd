using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ChatMux.Crowd.Clients;

namespace ChatMux.Crowd.Servers;

/// <summary>ChatMux as most run it: one process, everything on disk, in a directory that goes with it.</summary>
internal sealed class ChatMuxPlace : Place
{
    /// <summary>How tables call it.</summary>
    public const string Title = "ChatMux";

    private const int SignInsAtOnce = 16;

    // Limits are for people; here a crowd comes from one address and talks without a breath.
    private static readonly string[] NoLimits =
    [
        "--ChatMux:Limits:SessionsPerAddress:Burst=1000000",
        "--ChatMux:Limits:SocketsPerAddress=1000000",
        "--ChatMux:Limits:GuestMessages:Burst=1000000000",
        "--ChatMux:Limits:GuestMessages:PerSecond=1000000000",
        "--ChatMux:Limits:CallsBurst=1000000000",
        "--ChatMux:Limits:CallsPerSecond=1000000000",
    ];

    private readonly DirectoryInfo _data;
    private readonly Dictionary<UInt128, int> _numbers = [];

    private ChatMuxPlace(ServerProcess server, DirectoryInfo data) : base(Title, server) => _data = data;

    /// <summary>The program that is measured.</summary>
    public static string Program => ServerProcess.Program("", "WebFront");

    /// <summary>The number of each invited client, by the id of its user.</summary>
    public IReadOnlyDictionary<UInt128, int> Numbers => _numbers;

    public static async Task<Place> Open()
    {
        var data = Directory.CreateTempSubdirectory("chatmux-crowd-");
        try
        {
            return new ChatMuxPlace(await ServerProcess.Start(Program, [$"--ChatMux:DataDirectory={data.FullName}", .. NoLimits]), data);
        }
        catch
        {
            data.Delete(recursive: true);
            throw;
        }
    }

    /// <summary>Each signs in as a guest.</summary>
    public override async Task<Client[]> Invite(int count)
    {
        var clients = new Client[count];
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = Server.Address };
        http.DefaultRequestHeaders.Add("X-ChatMux", "1");
        http.DefaultRequestHeaders.Add("Origin", Server.Address.GetLeftPart(UriPartial.Authority));
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = SignInsAtOnce }, async (i, end) =>
        {
            using var response = await http.PostAsJsonAsync("/api/session/guest", new { name = $"Guest {i}", colour = "#336699" }, end);
            response.EnsureSuccessStatusCode();
            var profile = (await response.Content.ReadFromJsonAsync<JsonNode>(end))!["value"]
                ?? throw new InvalidOperationException("The server did not let a guest in.");
            lock (_numbers)
                _numbers.Add(LobbyView.Key(System.Text.Encoding.ASCII.GetBytes((string)profile["id"]!)), i);
            clients[i] = new ChatMuxBrowser(Server.Address, i, response.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
        });
        return clients;
    }

    public override async Task Pair(Client one, Client other) =>
        await ((ChatMuxBrowser)other).JoinRoom(await ((ChatMuxBrowser)one).CreateRoom());

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _data.Delete(recursive: true);
    }
}
