using ChatMux.Grains.Interfaces.Messages;

namespace ChatMux.Cluster.Tests.Failover;

/// <summary>A message that its author wants to be there, and what was said of it.</summary>
/// <param name="Id">Its id, the same with every try.</param>
/// <param name="Text">What it says.</param>
/// <param name="BegunAt">When it was first sent, as a time stamp.</param>
internal sealed record Written(MessageId Id, string Text, long BegunAt)
{
    /// <summary>What the server answered; null until it did.</summary>
    public SendReceipt? Receipt { get; private set; }

    /// <summary>When it answered.</summary>
    public long AnsweredAt { get; private set; }

    public void Acknowledge(SendReceipt receipt, long at) => (Receipt, AnsweredAt) = (receipt, at);
}

/// <summary>From when to when somebody had no attached socket, as time stamps.</summary>
internal readonly record struct Away(long From, long To);
