using ChatMux.Grains.Interfaces.Presence;

namespace ChatMux.Grains.Users;

/// <summary>What is stored of a user.</summary>
public sealed record UserState
{
    /// <summary>Display name.</summary>
    public string Name { get; set; } = "";

    /// <summary>Colour as <c>#rrggbb</c>.</summary>
    public string Colour { get; set; } = "";

    /// <summary>Whether the user is a guest.</summary>
    public bool Guest { get; set; }

    /// <summary>The handle of an identity; null for a guest.</summary>
    public string? Handle { get; set; }

    /// <summary>Status text, or null.</summary>
    public string? Status { get; set; }

    /// <summary>Where the picture is, or null.</summary>
    public string? PictureUrl { get; set; }

    /// <summary>Names this version of the picture to others; null when there is none.</summary>
    public string? Picture { get; set; }

    /// <summary>When others could last see the user here: exact when the user left, else to the hour.</summary>
    public DateTimeOffset Seen { get; set; }

    /// <summary>How the user wants to be seen.</summary>
    public Availability Availability { get; set; }

    /// <summary>Whether the user is being removed.</summary>
    public bool Removing { get; set; }

    /// <summary>When the user first entered.</summary>
    public DateTimeOffset Created { get; set; }
}
