using System.Buffers.Text;
using System.Text.Json;

namespace ChatMux.Grains.Tests.Keys;

/// <summary>The known answers that client and server share (<c>tests/vectors</c>); the client's tests make them.</summary>
internal static class Vectors
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public static TheoryData<T> Read<T>(string name)
    {
        using var file = typeof(Vectors).Assembly.GetManifestResourceStream($"{name}.json")!;
        return [.. JsonSerializer.Deserialize<T[]>(file, Web)!];
    }

    public static byte[] Bytes(string text) => Base64Url.DecodeFromChars(text);
}
