namespace ChatMux.Grains.Interfaces;

/// <summary>What silos and fronts must call their cluster alike to find each other.</summary>
public static class ClusterNames
{
    /// <summary>Orleans' service id: part of the key of all stored state, so it never changes.</summary>
    public const string Service = "chatmux";

    /// <summary>The cluster of one silo and the fronts of one machine (<c>ChatMux:Cluster=Localhost</c>).</summary>
    public const string Localhost = "chatmux-localhost";

    /// <summary>The cluster of the silos and fronts that meet in one PostgreSQL database (<c>ChatMux:Cluster=PostgreSql</c>).</summary>
    public const string PostgreSql = "chatmux-postgresql";
}
