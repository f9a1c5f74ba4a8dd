using ChatMux.Grains.Messages;

namespace ChatMux.Silo.Tests.Backup;

/// <summary>A database of one's own, as a server and as a command has it.</summary>
internal abstract class Place : IAsyncDisposable
{
    /// <summary>What a command is told to find it.</summary>
    public abstract string[] Settings { get; }

    /// <summary>The log as a server opens it, for as long as somebody looks.</summary>
    public abstract Task<T> With<T>(Func<IMessageLog, Task<T>> look);

    public Task With(Func<IMessageLog, Task> look) => With(async log =>
    {
        await look(log);
        return true;
    });

    public abstract Task Execute(string sql);

    /// <summary>The one value of a statement.</summary>
    public abstract Task<object?> Scalar(string sql);

    /// <summary>States of grains: of all forms of keys, in which capitals and letters beyond ASCII have their order, and a cleared one.</summary>
    public Task AddGrains() => Execute(
        $"""
        INSERT INTO grain_state (name, key_high, key_low, key_text, payload, version, modified_at) VALUES
            ('room', -1, 9, '', {Bytes}, 3, {Time(1_700_000_000)}), ('room', 5, -9, '', {Bytes}, 1, {Time(1_700_000_001)}),
            ('Room', 0, 0, 'ä:b c', {Bytes}, 1, {Time(1_700_000_002)}), ('ring', 0, 0, 'fronts', NULL, 7, {Time(1_700_000_003)}),
            ('ring', 0, 0, 'Fronts', {Bytes}, 7, {Time(1_700_000_003)}), ('ring', 0, 0, 'éronts', {Bytes}, 7, {Time(1_700_000_003)})
        """);

    public abstract ValueTask DisposeAsync();

    /// <summary>Two bytes, as the database writes them.</summary>
    protected abstract string Bytes { get; }

    protected abstract string Time(long seconds);
}
