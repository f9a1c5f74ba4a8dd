using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Messages;

namespace ChatMux.Silo.Tests.Storage;

/// <summary>Where the log of a test is.</summary>
public abstract class LogPlace : IAsyncDisposable
{
    public IMessageLog Log { get; protected set; } = null!;

    /// <summary>Opens the log, for the first time or once more.</summary>
    public abstract Task Open();

    public abstract Task Close();

    /// <summary>How many rows a table has.</summary>
    public abstract Task<long> Rows(string table);

    /// <summary>How many rows the index has for a word of the first stretch of a conversation, without a look at the messages.</summary>
    public abstract Task<long> Indexed(ConversationId conversation, string word);

    public abstract ValueTask DisposeAsync();
}
