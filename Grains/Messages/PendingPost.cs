using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Messages;

/// <summary>What makes a message the same one when it is sent again.</summary>
internal readonly record struct MessageKey(DeviceId Device, MessageId Id);

/// <summary>A message on its way into the log, or lately written: whoever sends it again waits for the same answer.</summary>
internal sealed class PendingPost(MessageKey key, Profile author, string text)
{
    private readonly TaskCompletionSource<Result<SendReceipt>> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public MessageKey Key => key;

    public Profile Author => author;

    public string Text => text;

    public Task<Result<SendReceipt>> Answer => _answer.Task;

    public LogEntry ToEntry(long sequence, long sentAtMs) => new(
        sequence, key.Id, author.Id, key.Device, sentAtMs, LogEntryKind.Message, MessageBody.Encode(author, text));

    public void Complete(Result<SendReceipt> answer) => _answer.TrySetResult(answer);
}
