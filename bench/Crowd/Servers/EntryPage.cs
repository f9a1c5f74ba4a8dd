using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ChatMux.Crowd.Clients;

namespace ChatMux.Crowd.Servers;

/// <summary>How people come in before they have a socket: what they say on the entry page.</summary>
internal sealed class EntryPage : IDisposable
{
    private const string Colour = "#336699";

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false });

    /// <summary>Begins; nobody is in.</summary>
    public EntryPage() => _http.DefaultRequestHeaders.Add("X-ChatMux", "1");

    /// <summary>Signs in as a guest.</summary>
    public async Task<Admitted> EnterAsGuest(Uri front, string name)
    {
        using var answer = await Post(front, "/api/session/guest", new { name, colour = Colour });
        return await Admitted.By(answer);
    }

    /// <summary>Signs up with a new passkey.</summary>
    public async Task<Admitted> SignUp(Uri front, string name)
    {
        using var asked = await Post(front, "/api/passkeys/creation", new { name, colour = Colour });
        var question = (await asked.Content.ReadFromJsonAsync<JsonNode>())!["value"] ?? throw new InvalidOperationException("The server wants no passkey.");
        var credential = Passkey.Create((string)question["options"]!, Page(front));
        using var answer = await Post(front, "/api/session/passkey/new", new { challenge = (string)question["challenge"]!, credential });
        return await Admitted.By(answer);
    }

    public void Dispose() => _http.Dispose();

    // Without a public address passkeys are for the site localhost.
    private static string Page(Uri front) => $"http://localhost:{front.Port}";

    private async Task<HttpResponseMessage> Post(Uri front, string path, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(front, path));
        request.Headers.Host = $"localhost:{front.Port}";
        request.Headers.Add("Origin", Page(front));
        request.Content = JsonContent.Create(body);
        var answer = await _http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return answer;
    }
}

/// <summary>Somebody who is in.</summary>
/// <param name="User">The id of the user.</param>
/// <param name="Cookie">The session's cookie.</param>
internal sealed record Admitted(string User, string Cookie)
{
    /// <summary>By the answer to a sign-in.</summary>
    public static async Task<Admitted> By(HttpResponseMessage answer)
    {
        var said = (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
        var profile = said["value"] ?? throw new InvalidOperationException($"The server did not let somebody in: {said["refusal"]?["code"]}");
        return new Admitted((string)profile["id"]!, answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
    }
}
