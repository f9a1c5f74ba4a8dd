namespace ChatMux.WebFront.Hosting;

/// <summary>What the person who has started ChatMux reads when it is up: where it is, where its data are, how others get in.</summary>
public static class ReadyNotice
{
    /// <summary>Prints it once everything has started.</summary>
    public static void PrintWhenStarted(WebApplication app) => app.Lifetime.ApplicationStarted.Register(() =>
    {
        var address = app.Services.GetRequiredService<ListeningAddress>();
        var settings = app.Services.GetRequiredService<FrontSettings>();
        foreach (var line in Lines(address.Local, address.Invite, address.SelfSigned, settings, DataDirectory(app.Configuration)))
            Console.WriteLine(line);
        if (Cluster.IsEmbedded(app.Configuration))
            _ = PrintOperatorCode(app.Services);
    });

    /// <summary>The lines for these addresses.</summary>
    public static IEnumerable<string> Lines(string local, string invite, bool selfSigned, FrontSettings settings, string? dataDirectory)
    {
        yield return $"ChatMux is ready at {local}";
        if (dataDirectory is not null)
            yield return $"  Data: {dataDirectory}";
        if (settings.PublicUrl is null && invite == local)
            yield return "  To let others in, start it with --https, or put it behind a proxy and set ChatMux:PublicUrl.";
        else
            yield return $"  Others come in at {invite}" + (selfSigned ? " (their browser warns once of the certificate made here)" : "");
    }

    private static async Task PrintOperatorCode(IServiceProvider services)
    {
        try
        {
            if (await EmbeddedSilo.OperatorCodeLine(services) is { } line)
                Console.WriteLine(line);
        }
        catch (Exception e) when (e is OrleansException or TimeoutException)
        {
            // Stopped while it was starting; the next start prints another one.
        }
    }

    private static string? DataDirectory(IConfiguration configuration) =>
        Cluster.IsEmbedded(configuration) ? EmbeddedSilo.DataDirectory(configuration) : null;
}
