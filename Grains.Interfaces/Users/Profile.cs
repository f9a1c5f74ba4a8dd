namespace ChatMux.Grains.Interfaces.Users;

/// <summary>What everyone may know of a user.</summary>
/// <param name="Id">The user.</param>
/// <param name="Name">Display name, 1 to <see cref="Limits.NameLength"/> characters; not unique.</param>
/// <param name="Colour">Chosen colour as <c>#rrggbb</c>.</param>
/// <param name="Guest">Whether the user is a guest: shown with a badge, so that nobody can pass for another.</param>
/// <param name="Handle">The unique name of an identity, written after an <c>@</c>; null for a guest.</param>
/// <param name="Status">What the user says of themselves, up to <see cref="Limits.StatusLength"/> characters; null for nothing, and in messages.</param>
/// <param name="Picture">Names this version of the user's picture, at <c>/api/avatars/{user}</c>; null when it is drawn from name and colour.</param>
[GenerateSerializer, Immutable, Alias("Profile")]
public sealed record Profile(
    [property: Id(0)] UserId Id,
    [property: Id(1)] string Name,
    [property: Id(2)] string Colour,
    [property: Id(3)] bool Guest,
    [property: Id(4)] string? Handle = null,
    [property: Id(5)] string? Status = null,
    [property: Id(6)] string? Picture = null);

/// <summary>What someone chose on the entry page, unchecked.</summary>
[GenerateSerializer, Immutable, Alias("GuestProfile")]
public sealed record GuestProfile([property: Id(0)] string Name, [property: Id(1)] string Colour);

/// <summary>What an identity begins with, unchecked. What cannot be taken as it is gives way to what can: nobody is sent back for it.</summary>
/// <param name="Name">Display name; a guest who becomes an identity keeps the name they have.</param>
/// <param name="Colour">Colour, or null for one drawn from the id; a guest keeps theirs.</param>
/// <param name="WantedHandle">Where to begin looking for a free handle.</param>
/// <param name="PictureUrl">Where the picture is, for the front to fetch; null for none.</param>
[GenerateSerializer, Immutable, Alias("IdentityProfile")]
public sealed record IdentityProfile(
    [property: Id(0)] string Name,
    [property: Id(1)] string? Colour,
    [property: Id(2)] string? WantedHandle,
    [property: Id(3)] string? PictureUrl);

/// <summary>A profile as its owner wants it, unchecked and as a whole.</summary>
/// <param name="Name">Display name.</param>
/// <param name="Handle">The handle; null, and only null, for a guest.</param>
/// <param name="Colour">Colour.</param>
/// <param name="Status">Status text; empty for none.</param>
[GenerateSerializer, Immutable, Alias("ProfileChange")]
public sealed record ProfileChange(
    [property: Id(0)] string Name,
    [property: Id(1)] string? Handle,
    [property: Id(2)] string Colour,
    [property: Id(3)] string Status);

/// <summary>The user's own profile changed, in this or another of their browsers.</summary>
[GenerateSerializer, Immutable, Alias("ProfileChanged")]
public sealed record ProfileChanged([property: Id(0)] Profile Profile) : ServerEvent
{
    /// <inheritdoc/>
    public override int EstimatedBytes => 1_024;
}
