using ChatMux.Silo.Backup;
using Microsoft.Extensions.Configuration;

namespace ChatMux.Silo.Tests.Backup;

/// <summary>What a command answered.</summary>
internal sealed record Told(int Code, string Output, string Errors)
{
    /// <summary>The tables that it printed.</summary>
    public IEnumerable<string> Tables => Output.Split('\n').Where(line => line.Length > 64 && line[^64..].All(char.IsAsciiHexDigitLower));

    public static async Task<Told> By(string[] args, StringWriter? errors = null, CancellationToken stop = default)
    {
        errors ??= new StringWriter();
        var output = new StringWriter();
        // A line for every some hundred rows, if somebody reads them.
        var every = errors.GetType() == typeof(StringWriter) ? TimeSpan.MaxValue : TimeSpan.Zero;
        var code = await DatabaseCommand.Run(args, settings => new ConfigurationBuilder().AddCommandLine(settings).Build(), output, errors, every, stop);
        return new Told(code, output.ToString(), errors.ToString());
    }

    /// <summary>It did what it should, and says so.</summary>
    public Told Done()
    {
        Assert.Equal((0, ""), (Code, Errors));
        Assert.Equal(5, Tables.Count());
        return this;
    }

    /// <summary>It was stopped in the middle.</summary>
    public void Stopped()
    {
        Assert.Equal((1, ""), (Code, Output));
        Assert.EndsWith("was stopped, and nothing of it is left.", Errors.TrimEnd(), StringComparison.Ordinal);
    }

    /// <summary>It refused in one sentence, which has these words.</summary>
    public Told Refused(string words)
    {
        Assert.Equal((1, ""), (Code, Output));
        Assert.Contains(words, Errors, StringComparison.Ordinal);
        Assert.Single(Errors.TrimEnd().Split('\n'));
        return this;
    }
}
