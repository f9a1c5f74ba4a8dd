using System.Text.Json;
using ChatMux.Grains.Interfaces;

namespace ChatMux.WebFront.Hosting;

/// <summary>A refusal as the body of an HTTP answer, in the shape that every command's answer has.</summary>
public static class Refused
{
    /// <summary>Ends the request with this refusal.</summary>
    public static Task Write(HttpContext context, int status, Refusal refusal)
    {
        // The answer to a form, and to the way back from elsewhere, is the page: it has the sentence. A foreign page gets none.
        if (IsNavigation(context.Request) && status is not (StatusCodes.Status403Forbidden or StatusCodes.Status404NotFound))
        {
            context.Response.Redirect($"/?signin={JsonSerializer.SerializeToElement(refusal.Code).GetString()}");
            return Task.CompletedTask;
        }
        context.Response.StatusCode = status;
        context.Response.Headers.CacheControl = "no-store";
        if (status == StatusCodes.Status503ServiceUnavailable)
            context.Response.Headers.RetryAfter = "1";
        return context.Response.WriteAsJsonAsync<Result<Done>>(refusal, JsonSerializerOptions.Web);
    }

    /// <summary>Gives an answer that has only a status the refusal that goes with it.</summary>
    public static Task Explain(HttpContext context) => Write(context, context.Response.StatusCode, context.Response.StatusCode switch
    {
        StatusCodes.Status401Unauthorized => RefusalCode.NotSignedIn,
        StatusCodes.Status404NotFound => RefusalCode.NotFound,
        >= 500 => RefusalCode.Unavailable,
        _ => RefusalCode.Malformed,
    });

    /// <summary>Ends the request with a refusal that needs no more than its code.</summary>
    public static Task Write(HttpContext context, int status, RefusalCode code) => Write(context, status, new Refusal(code));

    private static bool IsNavigation(HttpRequest request) => request.Path.Equals(GitHubSettings.CallbackPath)
        || (request.Path.Equals(GitHubSettings.BeginPath) && HttpMethods.IsPost(request.Method));
}
