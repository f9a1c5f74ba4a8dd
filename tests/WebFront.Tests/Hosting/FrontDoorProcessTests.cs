using System.Net;
using System.Net.Sockets;

namespace ChatMux.WebFront.Tests.Hosting;

/// <summary>How the program starts, fails to start, and stops.</summary>
public sealed class FrontDoorProcessTests : IDisposable
{
    private const string AnyPort = "--urls=http://127.0.0.1:0";
    private readonly string _directory = Directory.CreateTempSubdirectory("chatmux-front-").FullName;

    private string Data => $"--ChatMux:DataDirectory={Path.Combine(_directory, "data")}";

    [Fact]
    public async Task It_says_where_it_is_and_is_there_then()
    {
        await using var front = FrontProcess.Start(Data, AnyPort);
        var address = await front.Ready();
        Assert.Equal("localhost", address.Host);
        using var client = new HttpClient();
        Assert.Equal("Healthy", await client.GetStringAsync(new Uri(address, "/health/ready"), TestContext.Current.CancellationToken));
        Assert.Equal(0, await front.Stop());
        Assert.Equal("", front.Errors);
        Assert.Matches("Operator code: [A-Z0-9]{5}(-[A-Z0-9]{5}){3} ", front.Output);
        Assert.Equal(4, front.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length); // the notice and nothing else
        Assert.Contains(Path.Combine(_directory, "data"), front.Output, StringComparison.Ordinal);
        Assert.Contains("--https", front.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_built_program_has_no_demo_identities()
    {
        await using var front = FrontProcess.Start(Data, AnyPort);
        var address = await front.Ready();
        using var client = new HttpClient();
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, "/api/session/demo")) { Content = new StringContent("""{"name":"Ada"}""", System.Text.Encoding.UTF8, "application/json") };
        request.Headers.Add("X-ChatMux", "1");
        request.Headers.Add("Origin", address.GetLeftPart(UriPartial.Authority));
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task With_https_it_serves_a_certificate_of_its_own()
    {
        await using var front = FrontProcess.Start("--https", Data, "--urls=https://127.0.0.1:0");
        var address = await front.Ready();
        Assert.Equal("https", address.Scheme);
        using var client = new HttpClient(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, _) => Door.MadeOnTheSpot(certificate) } });
        Assert.Equal("Healthy", await client.GetStringAsync(new Uri(address, "/health/ready"), TestContext.Current.CancellationToken));
        Assert.True(File.Exists(Path.Combine(_directory, "data", "https.pfx")));
    }

    [Fact]
    public async Task A_second_one_on_the_same_directory_says_so()
    {
        await using var first = FrontProcess.Start(Data, AnyPort);
        await first.Ready();
        await using var second = FrontProcess.Start(Data, AnyPort);
        await AssertOneSentence(second, "Another ChatMux is using the data directory");
    }

    [Fact]
    public async Task A_taken_port_is_named()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        await using var front = FrontProcess.Start(Data, $"--urls=http://127.0.0.1:{port}");
        await AssertOneSentence(front, $"Port {port} is taken");
    }

    [Fact]
    public async Task A_directory_that_cannot_be_written_is_named()
    {
        var file = Path.Combine(_directory, "file");
        File.WriteAllText(file, "");
        await using var front = FrontProcess.Start($"--ChatMux:DataDirectory={file}/data", AnyPort);
        await AssertOneSentence(front, $"{file}/data");
    }

    [Theory]
    [InlineData("--urls=nonsense", "--urls")]
    [InlineData("--ChatMux:PublicUrl=http://chat.example.org", "ChatMux:PublicUrl")]
    [InlineData("--ChatMux:Cluster=Mars", "ChatMux:Cluster")]
    [InlineData("--ChatMux:Limits:GuestMessages:Burst=abc", "ChatMux:Limits:GuestMessages:Burst")]
    [InlineData("--ChatMux:Limits:GuestMessages:PerSecond=0", "ChatMux:Limits")]
    [InlineData("--ChatMux:Limits:CallsBurst=0", "ChatMux:Limits:CallsBurst")]
    [InlineData("--ChatMux:Limits:CallsBurst=many", "ChatMux:Limits:CallsBurst")]
    [InlineData("--ChatMux:Certificate:Path=/none.pem", "/none.pem")]
    public async Task A_setting_that_makes_no_sense_is_named(string setting, string named)
    {
        await using var front = FrontProcess.Start(Data, AnyPort, setting);
        await AssertOneSentence(front, named);
    }

    [Fact]
    public async Task Without_a_silo_it_lives_is_not_ready_and_says_what_it_waits_for()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        await using var front = FrontProcess.Start("--ChatMux:Cluster=Localhost", "--ChatMux:GatewayPort=1", $"--urls=http://127.0.0.1:{port}");
        using var client = new HttpClient();
        await Until(async () =>
        {
            using var live = await client.GetAsync(new Uri($"http://localhost:{port}/health/live"), TestContext.Current.CancellationToken);
            return live.StatusCode == HttpStatusCode.OK && front.Output.Contains("Waiting for a silo at 127.0.0.1:1", StringComparison.Ordinal);
        });
        foreach (var path in new[] { "/health/ready", "/api/entry" })
        {
            using var answer = await client.GetAsync(new Uri($"http://localhost:{port}{path}"), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        }
        Assert.Equal(0, await front.Stop());
    }

    private static async Task AssertOneSentence(FrontProcess front, string part)
    {
        Assert.Equal(1, await front.Exit());
        Assert.Contains(part, front.Errors, StringComparison.Ordinal);
        Assert.Equal(1, front.Errors.Count(character => character == '\n'));
        Assert.Equal("", front.Output);
    }

    private static async Task Until(Func<Task<bool>> holds)
    {
        for (var i = 0; i < 200; i++)
        {
            try
            {
                if (await holds())
                    return;
            }
            catch (HttpRequestException) when (i < 199)
            {
                // not listening yet
            }
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
        Assert.Fail("It never came to hold.");
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
