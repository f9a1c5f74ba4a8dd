using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Presence;

namespace ChatMux.Grains.Presence;

/// <summary>How a person appears, derived from their connections and from what they chose.</summary>
internal static class PresenceRules
{
    /// <summary>What others see; null for somebody who is not here, or does not want to be seen.</summary>
    public static PersonPresence? Shown(Availability availability, IReadOnlyCollection<ConnectionPresence> live) => availability switch
    {
        _ when live.Count == 0 => null,
        Availability.Invisible => null,
        Availability.DoNotDisturb => PersonPresence.DoNotDisturb,
        // One tab with input is enough to be here.
        _ => live.All(connection => connection.Idle) ? PersonPresence.Idle : PersonPresence.Online,
    };

    /// <summary>What the person themselves sees: the tabs that have a socket.</summary>
    public static OwnPresence Own(Availability availability, IEnumerable<ConnectionPresence> live) => new(availability,
        [.. live.Where(c => c.Attached).Select(c => new OwnConnection(c.Connection, c.Device, c.Idle))
            .OrderBy(c => c.Connection.Value, StringComparer.Ordinal)]);
}
