using System.Net;

namespace ChatMux.Cluster.Tests;

/// <summary>Asks a front over HTTP.</summary>
internal static class Probe
{
    public static async Task<HttpStatusCode> Status(Uri front, string path, string cookie = "")
    {
        using var client = new HttpClient(new HttpClientHandler { UseCookies = false });
        if (cookie.Length > 0)
            client.DefaultRequestHeaders.Add("Cookie", cookie);
        using var answer = await client.GetAsync(new Uri(front, path), TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
