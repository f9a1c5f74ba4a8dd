namespace ChatMux.Grains.Interfaces.Users;

/// <summary>What everyone may know of a user.</summary>
/// <param name="Id">The user.</param>
/// <param name="Name">Display name, 1 to <see cref="Limits.NameLength"/> characters; not unique.</param>
/// <param name="Colour">Chosen colour as <c>#rrggbb</c>.</param>
/// <param name="Guest">Whether the user is a guest: shown with a badge, so that nobody can pass for another.</param>
[GenerateSerializer, Immutable, Alias("Profile")]
public sealed record Profile(
    [property: Id(0)] UserId Id,
    [property: Id(1)] string Name,
    [property: Id(2)] string Colour,
    [property: Id(3)] bool Guest);

/// <summary>What someone chose on the entry page, unchecked.</summary>
[GenerateSerializer, Immutable, Alias("GuestProfile")]
public sealed record GuestProfile([property: Id(0)] string Name, [property: Id(1)] string Colour);
