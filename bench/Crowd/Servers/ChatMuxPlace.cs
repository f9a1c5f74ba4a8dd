using ChatMux.Crowd.Clients;

namespace ChatMux.Crowd.Servers;

/// <summary>ChatMux: as most run it, one process and everything on disk, or as a cluster.</summary>
internal sealed class ChatMuxPlace : Place
{
    private const string Title = "ChatMux";
    private const string ClusterTitle = "ChatMux, 2 silos, 2 fronts, PostgreSQL";

    private const int SignInsAtOnce = 16;
    private const int FirstSiloPort = 21_200;
    private const int FirstGatewayPort = 21_300;

    // Limits are for people; here a crowd comes from one address and talks without a breath.
    private static readonly string[] NoLimits =
    [
        "--ChatMux:Limits:SessionsPerAddress:Burst=1000000",
        "--ChatMux:Limits:SocketsPerAddress=1000000",
        "--ChatMux:Limits:FriendActs:Burst=1000000",
        "--ChatMux:Limits:FriendRequests:Burst=1000000",
        "--ChatMux:Limits:GuestMessages:Burst=1000000000",
        "--ChatMux:Limits:GuestMessages:PerSecond=1000000000",
        "--ChatMux:Limits:IdentityMessages:Burst=1000000000",
        "--ChatMux:Limits:IdentityMessages:PerSecond=1000000000",
        "--ChatMux:Limits:CallsBurst=1000000000",
        "--ChatMux:Limits:CallsPerSecond=1000000000",
    ];

    private readonly IAsyncDisposable _data;
    private readonly Dictionary<UInt128, int> _numbers = [];

    private ChatMuxPlace(string title, ServerGroup server, IAsyncDisposable data) : base(title, server) => _data = data;

    /// <summary>The program that is measured.</summary>
    public static string Program => ServerProcess.Program("", "WebFront");

    /// <summary>The number of each invited client, by the id of its user.</summary>
    public IReadOnlyDictionary<UInt128, int> Numbers => _numbers;

    /// <summary>One process, with its data in a directory that goes with it.</summary>
    public static PlaceKind Alone { get; } = new(Title, async () =>
    {
        var data = new DataDirectory();
        try
        {
            return new ChatMuxPlace(Title, new ServerGroup([await ServerProcess.StartFront(Program, [$"--ChatMux:DataDirectory={data.Path}", .. NoLimits])]), data);
        }
        catch
        {
            await data.DisposeAsync();
            throw;
        }
    });

    /// <summary>Two silos and two fronts, with a database that goes with them; people come to the fronts in turn.</summary>
    /// <param name="connectionString">A PostgreSQL on this machine, as somebody who may make databases.</param>
    public static PlaceKind Cluster(string connectionString) => new(ClusterTitle, async () =>
    {
        var database = await Database.Create(connectionString);
        string[] where = ["--ChatMux:Cluster=PostgreSql", $"--ConnectionStrings:ChatMux={database.ConnectionString}", .. NoLimits];
        var (silos, fronts) = (new List<ServerProcess>(), new List<ServerProcess>());
        try
        {
            for (var i = 0; i < 2; i++)
                silos.Add(await ServerProcess.StartSilo([.. where, $"--ChatMux:SiloPort={FirstSiloPort + i}", $"--ChatMux:GatewayPort={FirstGatewayPort + i}"]));
            for (var i = 0; i < 2; i++)
                fronts.Add(await ServerProcess.StartFront(Program, where));
            return new ChatMuxPlace(ClusterTitle, new ServerGroup(fronts, silos, database), database);
        }
        catch
        {
            foreach (var process in silos.Concat(fronts))
                await process.DisposeAsync();
            await database.DisposeAsync();
            throw;
        }
    });

    /// <summary>Each signs in as a guest.</summary>
    public override async Task<Client[]> Invite(int count) => await LetIn(count, (page, front, number) => page.EnterAsGuest(front, $"Guest {number}"));

    /// <summary>Each signs up with a passkey, and has an account then.</summary>
    public Task<ChatMuxBrowser[]> SignUp(int count) => LetIn(count, (page, front, number) => page.SignUp(front, $"Person {number}"));

    private async Task<ChatMuxBrowser[]> LetIn(int count, Func<EntryPage, Uri, int, Task<Admitted>> enter)
    {
        var (browsers, first) = (new ChatMuxBrowser[count], _numbers.Count);
        using var page = new EntryPage();
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = SignInsAtOnce }, async (i, _) =>
        {
            var (front, number) = (Server.Addresses[i % Server.Addresses.Count], first + i);
            var admitted = await enter(page, front, number);
            lock (_numbers)
                _numbers.Add(LobbyView.Key(System.Text.Encoding.ASCII.GetBytes(admitted.User)), number);
            browsers[i] = new ChatMuxBrowser(front, number, admitted.User, admitted.Cookie);
        });
        return browsers;
    }

    public override async Task Pair(Client one, Client other) =>
        await ((ChatMuxBrowser)other).JoinRoom(await ((ChatMuxBrowser)one).CreateRoom());

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _data.DisposeAsync();
    }

    private sealed class DataDirectory : IAsyncDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("chatmux-crowd-").FullName;

        public ValueTask DisposeAsync()
        {
            Directory.Delete(Path, recursive: true);
            return ValueTask.CompletedTask;
        }
    }
}
