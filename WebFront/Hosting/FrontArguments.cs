namespace ChatMux.WebFront.Hosting;

/// <summary>The command line as the host gets it.</summary>
public static class FrontArguments
{
    // Waiting for changes of settings watches every file below the directory one starts it in, the database perhaps among them.
    private const string NoReload = "--hostBuilder:reloadConfigOnChange=false";

    /// <summary>Turns a bare <c>--https</c>, wherever it stands, into its setting; the rest is ordinary configuration.</summary>
    public static string[] Expand(string[] args) =>
        [NoReload, .. args.Select(arg => string.Equals(arg, "--https", StringComparison.OrdinalIgnoreCase) ? $"--{FrontSettings.HttpsKey}=true" : arg)];
}
