using System.Diagnostics;
using System.Globalization;

namespace ChatMux.Crowd.Clients;

/// <summary>What the first characters of every text say: when it was due, and who wrote it.</summary>
internal readonly record struct Stamp(long At, int Author)
{
    /// <summary>Characters that a stamp takes.</summary>
    public const int Length = 24;

    /// <summary>A stamp of this moment.</summary>
    public static Stamp Now(int author) => new(Stopwatch.GetTimestamp(), author);

    /// <summary>Overwrites the first characters of a text.</summary>
    public void WriteTo(Span<byte> text)
    {
        At.TryFormat(text, out _, "x16", CultureInfo.InvariantCulture);
        Author.TryFormat(text[16..], out _, "x8", CultureInfo.InvariantCulture);
    }

    /// <summary>Reads it back.</summary>
    public static Stamp Read(ReadOnlySpan<byte> text) => new(
        long.Parse(text[..16], NumberStyles.HexNumber, CultureInfo.InvariantCulture),
        int.Parse(text[16..Length], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
}
