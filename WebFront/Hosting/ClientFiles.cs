using System.Net.Mime;
using Microsoft.AspNetCore.ResponseCompression;

namespace ChatMux.WebFront.Hosting;

/// <summary>Serves the built client.</summary>
public static class ClientFiles
{
    private static readonly string[] Compressible =
        [MediaTypeNames.Text.JavaScript, MediaTypeNames.Text.Css, MediaTypeNames.Text.Html, "image/svg+xml", "application/manifest+json"];

    /// <summary>Compresses the client's own files; never the API's answers, which may hold secrets beside a guest's words.</summary>
    public static IServiceCollection AddClientFiles(this IServiceCollection services) => services
        .AddResponseCompression(compression =>
        {
            compression.EnableForHttps = true;
            compression.MimeTypes = Compressible;
            compression.Providers.Add<BrotliCompressionProvider>();
            compression.Providers.Add<GzipCompressionProvider>();
        })
        .AddSingleton(provider => new ClientBuild(provider.GetRequiredService<IWebHostEnvironment>().WebRootPath, provider.GetRequiredService<ILogger<ClientBuild>>()));

    /// <summary>Serves the files.</summary>
    public static void UseClientFiles(this WebApplication app)
    {
        app.UseResponseCompression();
        app.UseStaticFiles(new StaticFileOptions { OnPrepareResponse = file => SetCaching(file.Context) });
        // The page itself, for every address that a person may open or reload, also while the cluster is away: it can say so.
        app.Use((context, next) => Navigation.Is(context.Request) ? ServePage(context) : next(context));
    }

    private static void SetCaching(HttpContext context) =>
        context.Response.Headers.CacheControl = context.Request.Path.StartsWithSegments("/assets")
            ? "public, max-age=31536000, immutable"
            : "no-cache";

    private static async Task ServePage(HttpContext context)
    {
        var page = context.RequestServices.GetRequiredService<IWebHostEnvironment>().WebRootFileProvider.GetFileInfo("index.html");
        if (!page.Exists)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            await context.Response.WriteAsync("The client has not been built. Build it with the web front, or open the vite dev server's address.");
            return;
        }
        context.Response.ContentType = MediaTypeNames.Text.Html + "; charset=utf-8";
        SetCaching(context);
        await context.Response.SendFileAsync(page);
    }
}
