namespace ChatMux.Grains.Interfaces.Sessions;

/// <summary>
/// The Data Protection keys of all fronts (<c>Microsoft.AspNetCore.DataProtection</c>), so that a sign-in that begins at one front
/// can end at another. They protect the state that travels to GitHub and back, nothing that is stored.
/// </summary>
[Alias("IKeyRingGrain")]
public interface IKeyRingGrain : IGrainWithStringKey
{
    /// <summary>Key of the only ring.</summary>
    public const string Key = "fronts";

    /// <summary>All elements, as XML.</summary>
    [Alias("List")]
    Task<IReadOnlyList<string>> List();

    /// <summary>Adds an element.</summary>
    [Alias("Add")]
    Task Add(string xml);
}
