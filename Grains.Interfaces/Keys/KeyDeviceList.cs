using ChatMux.Grains.Interfaces.Sessions;

namespace ChatMux.Grains.Interfaces.Keys;

/// <summary>What the server knows of an identity's devices beside what the chain says; nothing of it is signed.</summary>
/// <param name="Devices">One for each device of the chain's newest state, in its order.</param>
[GenerateSerializer, Immutable, Alias("KeyDeviceList")]
public sealed record KeyDeviceList([property: Id(0)] IReadOnlyList<KeyDevice> Devices);

/// <summary>One of an identity's devices.</summary>
/// <param name="Device">Which.</param>
/// <param name="Name">As it was called last; null for one that nobody has named.</param>
/// <param name="AddedAtMs">When it was added, in milliseconds since 1970 UTC; null when nobody has noted it.</param>
/// <param name="SeenAtMs">When it was here last, to the hour or better; null for one that never was, or that is no browser.</param>
/// <param name="Here">Whether a browser that has proven to be it is here now.</param>
[GenerateSerializer, Immutable, Alias("KeyDevice")]
public sealed record KeyDevice(
    [property: Id(0)] DeviceId Device, [property: Id(1)] string? Name, [property: Id(2)] long? AddedAtMs, [property: Id(3)] long? SeenAtMs,
    [property: Id(4)] bool Here);

/// <summary>
/// The identity's devices have changed, or whether it starts over. Goes to all of its browsers; one whose device is not listed any more is no device
/// from here on.
/// </summary>
/// <param name="Version">Of the newest entry.</param>
/// <param name="Devices">Those that are in it.</param>
/// <param name="StartsOverAtMs">As in <see cref="DeviceChain"/>.</param>
[GenerateSerializer, Immutable, Alias("DevicesChanged")]
public sealed record DevicesChanged(
    [property: Id(0)] long Version, [property: Id(1)] IReadOnlyList<DeviceId> Devices, [property: Id(2)] long? StartsOverAtMs) : ServerEvent
{
    /// <inheritdoc/>
    public override int EstimatedBytes => 64 + 40 * Devices.Count;
}
