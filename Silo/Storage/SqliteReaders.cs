using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace ChatMux.Silo.Storage;

/// <summary>A few connections for reading, in the thread pool and never on the scheduler of the grain that asks.</summary>
internal sealed class SqliteReaders(SqliteFile file, int most = 4) : IDisposable
{
    private readonly SemaphoreSlim _places = new(most);
    private readonly ConcurrentBag<SqliteConnection> _idle = [];

    /// <summary>Reads with a connection that no one else uses meanwhile.</summary>
    public async Task<T> Read<T>(Func<SqliteConnection, T> read)
    {
        await _places.WaitAsync().ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            if (!_idle.TryTake(out var connection)) connection = file.OpenReader();
            try
            {
                var answer = read(connection);
                _idle.Add(connection);
                return answer;
            }
            catch
            {
                connection.Dispose();
                throw;
            }
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose()
    {
        while (_idle.TryTake(out var connection)) connection.Dispose();
        _places.Dispose();
    }
}
