using System.Globalization;

namespace ChatMux.Silo.Backup;

/// <summary>Says every few seconds how far it is, for somebody who waits.</summary>
internal sealed class Progress(TextWriter console, TimeProvider time, TimeSpan every)
{
    // The clock is not asked for every row.
    private const int Often = 256;

    private long _said = time.GetTimestamp();
    private string _what = "";
    private long _rows;

    /// <summary>Something begins of which the rows are counted.</summary>
    /// <param name="what">With a place for their number.</param>
    public void Begin(string what) => (_what, _rows) = (what, 0);

    public void Count()
    {
        if (++_rows % Often == 0) Say(string.Format(CultureInfo.InvariantCulture, _what, _rows));
    }

    /// <summary>Something that is worth a line at any time.</summary>
    public void Tell(string what) => console.WriteLine(what);

    /// <summary>Something begins that takes its time and cannot be counted.</summary>
    public void Say(string what)
    {
        if (time.GetElapsedTime(_said) < every) return;
        _said = time.GetTimestamp();
        console.WriteLine(what);
    }
}
