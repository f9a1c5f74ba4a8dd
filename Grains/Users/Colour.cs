using System.Text.RegularExpressions;

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

    [GeneratedRegex(@"\A#[0-9a-fA-F]{6}\z")]
    private static partial Regex Form();
}
