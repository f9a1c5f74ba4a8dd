using System.Text.RegularExpressions;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Users;

/// <summary>The rule for colours.</summary>
public static partial class Colour
{
    /// <summary>Brings a colour of the form <c>#rrggbb</c> into lower case and refuses everything else.</summary>
    public static bool TryNormalize(string? text, out string colour)
    {
        var valid = text is not null && Form().IsMatch(text);
        colour = valid ? text!.ToLowerInvariant() : "";
        return valid;
    }

    /// <summary>The colour of somebody who has not chosen one: the same for the same user, of those that the client offers.</summary>
    public static string DrawnFrom(UserId user) => Palette[Convert.ToInt32(user.Value[..4], 16) % Palette.Length];

    private static readonly string[] Palette =
        ["#ff6f61", "#f6893d", "#e9b630", "#9bc53d", "#3fb06b", "#1fb5a8", "#38a8e8", "#4d7cf3", "#8d6bf0", "#c45fd8", "#ef6aa5", "#7f8ba3"];

    [GeneratedRegex(@"\A#[0-9a-fA-F]{6}\z")]
    private static partial Regex Form();
}
