using System.Text;

namespace ChatMux.Crowd.Measures;

/// <summary>A table in Markdown that can be read as it is.</summary>
internal sealed class Table(string title, params string[] columns)
{
    private readonly List<string[]> _rows = [];

    /// <summary>Adds a row: texts, or numbers already written as such.</summary>
    public void Add(params string[] cells) => _rows.Add(cells);

    public override string ToString()
    {
        var widths = columns.Select((column, i) => _rows.Select(row => row[i].Length).Append(column.Length).Max()).ToArray();
        string Line(IEnumerable<string> cells) => $"| {string.Join(" | ", cells.Select((cell, i) => i == 0 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i])))} |";
        var text = new StringBuilder().AppendLine($"## {title}").AppendLine().AppendLine(Line(columns));
        text.AppendLine($"|{string.Join('|', widths.Select((width, i) => new string('-', width + (i == 0 ? 2 : 1)) + (i == 0 ? "" : ":")))}|");
        foreach (var row in _rows)
            text.AppendLine(Line(row));
        return text.ToString();
    }
}
