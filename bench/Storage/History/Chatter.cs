using System.Text;
using System.Text.Json;

namespace ChatMux.Storage.History;

/// <summary>Texts whose words are as unevenly frequent as those of a language: the n-th word is said 1/n as often as the first.</summary>
internal sealed class Chatter(int seed)
{
    private const int Words = 20_000;
    private const int WordsPerText = 12;

    private static readonly string[] Vocabulary = Invent();
    private static readonly double Weight = Enumerable.Range(1, Words).Sum(n => 1.0 / n);

    private readonly Random _random = new(seed);

    /// <summary>The n-th most frequent word.</summary>
    public static string Word(int n) => Vocabulary[n - 1];

    /// <summary>The body of a message that says something.</summary>
    public byte[] Body() => JsonSerializer.SerializeToUtf8Bytes(new
    {
        Name = "Somebody",
        Colour = "#336699",
        Guest = false,
        Text = string.Join(' ', Enumerable.Range(0, WordsPerText).Select(_ => Say())),
    });

    // The harmonic sum up to n is about ln n + 0.577; backwards that is the word at a random place of the whole.
    private string Say() => Vocabulary[Math.Clamp((int)Math.Exp(_random.NextDouble() * Weight - 0.577), 0, Words - 1)];

    private static string[] Invent()
    {
        var random = new Random(1);
        var words = new HashSet<string>();
        while (words.Count < Words)
        {
            var word = new StringBuilder();
            for (var syllables = 1 + random.Next(4); syllables > 0; syllables--)
                word.Append("bdfgklmnprstvz"[random.Next(14)]).Append("aeiou"[random.Next(5)]);
            words.Add(word.ToString());
        }
        return [.. words];
    }
}
