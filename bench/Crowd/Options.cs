using System.Globalization;

namespace ChatMux.Crowd;

/// <summary>What the command line asks for.</summary>
/// <param name="Window">How long a case is measured.</param>
/// <param name="WarmUp">How long it runs before: the runtime compiles what is used often once more, which takes its time.</param>
/// <param name="Smoke">Everything small and short: whether it works, not how fast.</param>
/// <param name="RoomWindow">How long the room is measured: with <c>--minutes</c> long enough to see what grows.</param>
/// <param name="People">How many come where a crowd comes, or null for each scenario's own number.</param>
/// <param name="WithCeiling">Whether the bare hub plays too.</param>
/// <param name="PostgreSql">The connection string of a PostgreSQL on this machine, on which a cluster plays too; or null.</param>
/// <param name="Names">The scenarios to play; empty for all.</param>
internal sealed record Options(
    TimeSpan Window, TimeSpan WarmUp, bool Smoke, TimeSpan RoomWindow, int? People, bool WithCeiling, string? PostgreSql,
    IReadOnlyList<string> Names)
{
    /// <summary>The sentence for whoever mistyped.</summary>
    public const string Usage = "Crowd [--seconds 5] [--warm-up 10] [--minutes M] [--people N] [--no-ceiling] [--postgresql CONNECTION] [--smoke] [scenario…]";

    /// <summary>How long a server is left alone before one looks at what it holds.</summary>
    public TimeSpan Settling => TimeSpan.FromSeconds(Smoke ? 0.5 : 5);

    /// <summary>So many, unless told otherwise: few in a smoke test.</summary>
    public int Crowd(int usual) => Smoke ? 20 : People ?? usual;

    /// <summary>Reads the command line.</summary>
    /// <exception cref="FormatException">It makes no sense.</exception>
    public static Options Parse(string[] args)
    {
        var names = new List<string>();
        double? seconds = null, warmUp = null, minutes = null;
        int? people = null;
        string? postgreSql = null;
        bool smoke = false, withCeiling = true;
        for (var rest = new Queue<string>(args); rest.TryDequeue(out var arg);)
        {
            if (arg == "--smoke")
                smoke = true;
            else if (arg == "--no-ceiling")
                withCeiling = false;
            else if (arg == "--postgresql")
                postgreSql = rest.TryDequeue(out var text) ? text : throw new FormatException($"The connection string is missing. Usage: {Usage}");
            else if (arg == "--seconds")
                seconds = Number(rest);
            else if (arg == "--warm-up")
                warmUp = Number(rest);
            else if (arg == "--minutes")
                minutes = Number(rest);
            else if (arg == "--people")
                people = (int)Number(rest);
            else if (arg.StartsWith('-'))
                throw new FormatException($"There is no {arg}. Usage: {Usage}");
            else
                names.Add(arg);
        }
        var window = TimeSpan.FromSeconds(seconds ?? (smoke ? 1 : 5));
        var room = minutes is { } m ? TimeSpan.FromMinutes(m) : smoke ? window : 2 * window;
        return new Options(window, TimeSpan.FromSeconds(warmUp ?? (smoke ? 0.5 : 10)), smoke, room, people, withCeiling, postgreSql, names);
    }

    private static double Number(Queue<string> rest) =>
        rest.TryDequeue(out var text) && double.TryParse(text, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new FormatException($"A number above zero is missing. Usage: {Usage}");
}
