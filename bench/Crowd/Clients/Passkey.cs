using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ChatMux.Crowd.Clients;

/// <summary>A passkey as an authenticator makes it (WebAuthn Level 3, ES256, no attestation): enough to sign up with, and never to sign in again.</summary>
internal static class Passkey
{
    private const string Site = "localhost";
    private const byte PersonThereAndVerifiedWithCredential = 0x01 | 0x04 | 0x40;

    /// <summary>Answers <c>navigator.credentials.create</c> on a page of this origin.</summary>
    public static string Create(string options, string origin)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = key.ExportParameters(false).Q;
        var id = RandomNumberGenerator.GetBytes(32);
        // COSE_Key (RFC 9053, 7.1): EC2, ES256, P-256.
        byte[] cose = [0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20, .. point.X!, 0x22, 0x58, 0x20, .. point.Y!];
        byte[] data =
        [
            .. SHA256.HashData(Encoding.UTF8.GetBytes(Site)), PersonThereAndVerifiedWithCredential, 0, 0, 0, 0,
            .. new byte[16], 0, (byte)id.Length, .. id, .. cose,
        ];
        byte[] attestation = [0xa3, .. Text("fmt"), .. Text("none"), .. Text("attStmt"), 0xa0, .. Text("authData"), 0x58, (byte)data.Length, .. data];
        var challenge = (string)JsonNode.Parse(options)!["challenge"]!;
        return new JsonObject
        {
            ["id"] = Base64Url.EncodeToString(id),
            ["rawId"] = Base64Url.EncodeToString(id),
            ["type"] = "public-key",
            ["authenticatorAttachment"] = "platform",
            ["clientExtensionResults"] = new JsonObject(),
            ["response"] = new JsonObject
            {
                ["clientDataJSON"] = Base64Url.EncodeToString(
                    JsonSerializer.SerializeToUtf8Bytes(new { type = "webauthn.create", challenge, origin, crossOrigin = false })),
                ["attestationObject"] = Base64Url.EncodeToString(attestation),
                ["transports"] = new JsonArray("internal"),
            },
        }.ToJsonString();
    }

    // CBOR (RFC 8949): a text of less than 24 bytes.
    private static byte[] Text(string text) => [(byte)(0x60 + text.Length), .. Encoding.ASCII.GetBytes(text)];
}
