using ChatMux.Grains.Interfaces;
using ChatMux.WebFront.Connections;

namespace ChatMux.WebFront.Hosting;

/// <summary>
/// Turns what fails inside into a refusal, in every environment: ASP.NET Core's page for developers would show a stack
/// trace to whoever asked.
/// </summary>
public sealed partial class Failures(RequestDelegate next, ILogger<Failures> logger)
{
    /// <summary>Answers a request that failed, unless its answer has begun.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to hear it.
        }
        catch (BadHttpRequestException bad) when (!context.Response.HasStarted)
        {
            await Refused.Write(context, bad.StatusCode, RefusalCode.Malformed);
        }
        catch (Exception problem) when (!context.Response.HasStarted)
        {
            if (GrainReachability.IsOutage(problem))
                LogUnavailable(logger, context.Request.Path, problem.GetType().Name);
            else
                LogBug(logger, problem, context.Request.Path);
            await Refused.Write(context, StatusCodes.Status503ServiceUnavailable, RefusalCode.Unavailable);
        }
    }

    [LoggerMessage(10, LogLevel.Warning, "{Path} got no answer from the grains ({Reason})")]
    private static partial void LogUnavailable(ILogger logger, PathString path, string reason);

    [LoggerMessage(11, LogLevel.Error, "{Path} failed")]
    private static partial void LogBug(ILogger logger, Exception problem, PathString path);
}
