using ChatMux.Silo.Hosting;

namespace ChatMux.WebFront.Hosting;

/// <summary>One process for everything: the silo inside the web front. The only file that knows the silo.</summary>
public static class EmbeddedSilo
{
    /// <summary>Runs the silo in this process. It is started before the front listens, and stopped after.</summary>
    public static void Add(WebApplicationBuilder builder) => builder.AddSilo();

    /// <summary>Where this machine keeps ChatMux's data.</summary>
    public static string DataDirectory(IConfiguration configuration) => Silo.Hosting.DataDirectory.Path(configuration);

    /// <summary>The sentence of a failed start, if the silo has one for it.</summary>
    public static string? SentenceOf(Exception problem) => (problem as StartupException)?.Message;
}
