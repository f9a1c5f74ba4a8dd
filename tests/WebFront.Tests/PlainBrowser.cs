using System.Net.Http.Json;
using ChatMux.Grains.Interfaces;
using ChatMux.WebFront.Delivery;
using ChatMux.WebFront.Sessions;

namespace ChatMux.WebFront.Tests;

/// <summary>A browser that follows links itself: cookies, and nothing else. It sends Secure cookies to localhost, as browsers do.</summary>
internal sealed class PlainBrowser(Uri front) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    public Dictionary<string, string> Cookies { get; } = [];

    /// <summary>The cookies that the last answer set, as it wrote them.</summary>
    public IReadOnlyList<string> Set { get; private set; } = [];

    public async Task<HttpResponseMessage> Get(string path) => await Send(new HttpRequestMessage(HttpMethod.Get, new Uri(front, path)));

    public async Task<HttpResponseMessage> Send(HttpRequestMessage request)
    {
        if (Cookies.Count > 0)
            request.Headers.Add("Cookie", string.Join("; ", Cookies.Select(c => $"{c.Key}={c.Value}")));
        var response = await _http.SendAsync(request);
        Set = response.Headers.TryGetValues("Set-Cookie", out var set) ? [.. set] : [];
        foreach (var cookie in Set)
            Keep(cookie);
        return response;
    }

    /// <summary>Sends a form as a page of this origin does.</summary>
    public Task<HttpResponseMessage> SendForm(string path, string? origin, params (string Name, string Value)[] fields)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(front, path))
        {
            Content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))),
        };
        if (origin is not null)
            request.Headers.Add("Origin", origin);
        return Send(request);
    }

    public async Task<Entry> Entry()
    {
        using var response = await Get("/api/entry");
        return (await response.Content.ReadFromJsonAsync<Entry>(ContractJson.Options))!;
    }

    public async Task<Result<T>> Write<T>(string path, object body, params (string Name, string Value)[] headers) where T : class
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(front, path)) { Content = JsonContent.Create(body, options: ContractJson.Options) };
        request.Headers.Add("X-ChatMux", "1");
        request.Headers.Add("Origin", front.GetLeftPart(UriPartial.Authority));
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        using var response = await Send(request);
        return (await response.Content.ReadFromJsonAsync<Result<T>>(ContractJson.Options))!;
    }

    public void Dispose() => _http.Dispose();

    private void Keep(string cookie)
    {
        var pair = cookie.Split(';')[0].Split('=', 2);
        if (cookie.Contains("expires=Thu, 01 Jan 1970", StringComparison.OrdinalIgnoreCase))
            Cookies.Remove(pair[0]);
        else
            Cookies[pair[0]] = pair[1];
    }
}
