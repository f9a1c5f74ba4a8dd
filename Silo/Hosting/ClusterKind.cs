namespace ChatMux.Silo.Hosting;

/// <summary>How silos and fronts find each other: setting <c>ChatMux:Cluster</c>.</summary>
public enum ClusterKind
{
    /// <summary>One process is everything; no other can join. The default.</summary>
    Embedded,

    /// <summary>One silo, and fronts in other processes on the same machine.</summary>
    Localhost,

    /// <summary>Several silos and fronts that meet in a PostgreSQL database.</summary>
    PostgreSql,
}

/// <summary>Reads <see cref="ClusterKind"/>.</summary>
internal static class ClusterSetting
{
    public const string Name = "ChatMux:Cluster";

    public static ClusterKind Read(IConfiguration configuration)
    {
        var text = configuration[Name];
        if (string.IsNullOrEmpty(text)) return ClusterKind.Embedded;
        return Enum.GetNames<ClusterKind>().FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } name
            ? Enum.Parse<ClusterKind>(name)
            : throw new StartupException($"{Name} is \"{text}\", but can only be Embedded, Localhost or PostgreSql.");
    }
}
