using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.WebFront.Hosting;
using Microsoft.Extensions.Caching.Memory;

namespace ChatMux.WebFront.Users;

/// <summary>A picture as it is passed on.</summary>
internal sealed record Picture(string ContentType, byte[] Bytes);

/// <summary>
/// Passes on people's pictures from the one host that has them: browsers here ask no other server for anything, so GitHub
/// does not learn who looks at whom. Kept for a while, and never more than a fixed amount.
/// </summary>
internal sealed class Pictures(IGrainFactory grains, FrontSettings settings, TimeProvider time) : IDisposable
{
    /// <summary>The largest picture, in bytes.</summary>
    public const int MostBytes = 512 * 1024;

    private const long MostBytesInAll = 64 * 1024 * 1024;

    private static readonly TimeSpan Keep = TimeSpan.FromHours(6);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    // A picture that cannot be had is not asked for again by everybody who looks.
    private static readonly TimeSpan KeepMissing = TimeSpan.FromMinutes(1);
    private static readonly HashSet<string> Kinds = ["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"];

    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = MostBytesInAll });
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        Timeout = Patience, MaxResponseContentBufferSize = MostBytes,
    };

    /// <summary>The user's picture, or null when there is none or it cannot be had now.</summary>
    public async Task<Picture?> Get(UserId user, CancellationToken stop)
    {
        if (await grains.Grain<IUserGrain>(user.Value).GetPictureUrl() is not { } url || !IsAllowed(url, out var address))
            return null;
        if (_kept.TryGetValue(url, out Picture? kept))
            return kept;
        var picture = await Fetch(address, stop);
        using var entry = _kept.CreateEntry(url);
        entry.Value = picture;
        entry.Size = 256 + (picture?.Bytes.Length ?? 0);
        entry.AbsoluteExpiration = time.GetUtcNow() + (picture is null ? KeepMissing : Keep);
        return picture;
    }

    public void Dispose()
    {
        _kept.Dispose();
        _http.Dispose();
    }

    private bool IsAllowed(string url, out Uri address) =>
        Uri.TryCreate(url, UriKind.Absolute, out address!)
        && settings.GitHub is { } gitHub && Uri.Compare(address, gitHub.Pictures, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;

    private async Task<Picture?> Fetch(Uri address, CancellationToken stop)
    {
        try
        {
            using var response = await _http.GetAsync(address, stop);
            return response.IsSuccessStatusCode && response.Content.Headers.ContentType?.MediaType is { } kind && Kinds.Contains(kind)
                ? new Picture(kind, await response.Content.ReadAsByteArrayAsync(stop))
                : null;
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !stop.IsCancellationRequested))
        {
            return null;
        }
    }
}

/// <summary><c>GET /api/avatars/{user}?v={picture}</c>, for whoever is signed in.</summary>
internal static class PictureEndpoints
{
    public static void MapPictures(this IEndpointRouteBuilder routes) => routes.MapGet("/api/avatars/{user}", Get).RequireAuthorization();

    private static async Task<IResult> Get(string user, HttpContext http, Pictures pictures)
    {
        if (!HexId.TryParse<UserId>(user, out var id) || await pictures.Get(id, http.RequestAborted) is not { } picture)
            return Results.NotFound();
        // The address names the version of the picture.
        http.Response.Headers.CacheControl = "private, max-age=86400";
        return Results.Bytes(picture.Bytes, picture.ContentType);
    }
}
