using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Sessions;

namespace ChatMux.Grains.Keys;

/// <summary>What a browser signs to prove that it is a device of its user. The client writes the same (<c>keys/deviceProof.ts</c>).</summary>
public static class DeviceProof
{
    /// <summary>The proof for this connection alone, since each proof has a challenge of its own.</summary>
    public static byte[] Of(Actor actor, DeviceId device, byte[] challenge) =>
        [.. "ChatMux/v1/device-proof\0"u8, .. Bytes(actor.User.Value), .. Bytes(device.Value), .. Bytes(actor.Connection.Value), .. challenge];

    private static byte[] Bytes(string id) => Convert.FromHexString(id);
}
