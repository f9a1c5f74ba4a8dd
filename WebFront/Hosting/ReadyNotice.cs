namespace ChatMux.WebFront.Hosting;

/// <summary>What the person who has started ChatMux reads when it is up: where it is, where its data are, how others get in.</summary>
public static class ReadyNotice
{
    /// <summary>Prints it once everything has started.</summary>
    public static void PrintWhenStarted(WebApplication app) => app.Lifetime.ApplicationStarted.Register(() => _ = Print(app));

    private static async Task Print(WebApplication app)
    {
        var address = app.Services.GetRequiredService<ListeningAddress>();
        var settings = app.Services.GetRequiredService<FrontSettings>();
        var lines = Lines(address.Local, address.Invite, address.SelfSigned, settings, DataDirectory(app.Configuration)).ToList();
        if (Cluster.IsEmbedded(app.Configuration) && await EmbeddedSilo.OperatorCodeLine(app.Services) is { } code)
            lines.Add(code);
        Console.WriteLine(string.Join(Environment.NewLine, lines));
    }

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

    private static string? DataDirectory(IConfiguration configuration) =>
        Cluster.IsEmbedded(configuration) ? EmbeddedSilo.DataDirectory(configuration) : null;
}
