namespace ChatMux.WebFront.Users;

/// <summary>The own profile as it should be, as a whole.</summary>
/// <param name="Name">Display name.</param>
/// <param name="Handle">The handle; null, and only null, for a guest.</param>
/// <param name="Colour">Colour as <c>#rrggbb</c>.</param>
/// <param name="Status">Status text; empty for none.</param>
public sealed record UpdateProfileCommand(string Name, string? Handle, string Colour, string Status);
