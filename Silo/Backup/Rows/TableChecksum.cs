using System.Security.Cryptography;
using System.Text;

namespace ChatMux.Silo.Backup.Rows;

/// <summary>Adds up the rows of a table, which come in the order of their keys.</summary>
internal sealed class TableChecksum : IDisposable
{
    private readonly string _table;
    private readonly RowEncoding _row = new();
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _rows;

    public TableChecksum(string table)
    {
        _table = table;
        _hash.AppendData(Encoding.UTF8.GetBytes(table));
    }

    public void Add<T>(in T row) where T : struct, ILogicalRow
    {
        _row.Clear();
        row.WriteTo(_row);
        _hash.AppendData(_row.Bytes);
        _rows++;
    }

    public TableSum End() => new(_table, _rows, Convert.ToHexStringLower(_hash.GetHashAndReset()));

    public void Dispose() => _hash.Dispose();
}
