namespace ChatMux.Grains.Interfaces.Sessions;

/// <summary>
/// The ASP.NET Core Data Protection keys that all fronts share, so that a cookie made by one front is read by every
/// other and survives a restart. One grain, key <c>fronts</c>; called by fronts only.
/// </summary>
[Alias("IKeyRingGrain")]
public interface IKeyRingGrain : IGrainWithStringKey
{
    /// <summary>Key of the only one.</summary>
    public const string Key = "fronts";

    /// <summary>All keys, as the XML that Data Protection wrote.</summary>
    [Alias("GetAll")]
    Task<IReadOnlyList<string>> GetAll();

    /// <summary>Adds a key for good.</summary>
    [Alias("Add")]
    Task Add(string xml);
}
