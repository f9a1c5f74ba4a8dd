namespace ChatMux.WebFront.Hosting;

/// <summary>Command-line switches that are easier to say than the settings they stand for.</summary>
public static class FrontArguments
{
    /// <summary>Turns a bare <c>--https</c>, wherever it stands, into its setting; the rest is ordinary configuration.</summary>
    public static string[] Expand(string[] args) =>
        [.. args.Select(arg => string.Equals(arg, "--https", StringComparison.OrdinalIgnoreCase) ? $"--{FrontSettings.HttpsKey}=true" : arg)];
}
