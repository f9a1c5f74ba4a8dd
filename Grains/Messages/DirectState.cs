using System.Collections.Immutable;

namespace ChatMux.Grains.Messages;

/// <summary>What is stored of the epochs of a conversation of two. One call at a time writes it.</summary>
public sealed record DirectEpochs
{
    /// <summary>The records from the first on, as they came.</summary>
    public ImmutableList<byte[]> Records { get; init; } = [];
}

/// <summary>What a conversation of two has told the inboxes. Apart from its epochs, since it is written while these may be.</summary>
public sealed record DirectInboxes
{
    /// <summary>Whether both have it.</summary>
    public bool Told { get; init; }
}
