namespace ChatMux.Model.Tests;

/// <summary>What can be wrong.</summary>
internal enum DivergenceKind
{
    /// <summary>An acknowledged message is not in the log.</summary>
    MessageLost,

    /// <summary>A message is in the log twice, or was acknowledged with two numbers.</summary>
    MessageDoubled,

    /// <summary>The log is not numbered from 1 without gaps, or a tab's messages are not in it in the order of their sending.</summary>
    LogOutOfOrder,

    /// <summary>The log holds what nobody sent, or not as it was sent.</summary>
    MessageForged,

    /// <summary>An acknowledged change is not in effect, and nothing has come after it.</summary>
    ChangeLost,

    /// <summary>A change is in the log that changes nothing there.</summary>
    ChangeDoubled,

    /// <summary>The log holds a change that nobody wanted, or that was refused.</summary>
    ChangeForged,

    /// <summary>Whoever reads now reads messages in another state than the entries of the log make of them.</summary>
    StateDiffers,

    /// <summary>A message or a change that must get through does not.</summary>
    MessageStuck,

    /// <summary>A tab shows other messages than the log holds.</summary>
    ShownDiffers,

    /// <summary>A tab counts other unread messages, or has another read cursor, than there are.</summary>
    UnreadDiffers,

    /// <summary>A tab shows other people than are here, or other rooms than there are.</summary>
    LobbyDiffers,

    /// <summary>A tab that wants to be connected is not, or one that must not be is.</summary>
    ConnectionDiffers,

    /// <summary>A numbered event never came over a socket, and nothing told the browser so.</summary>
    EventDropped,

    /// <summary>A numbered event came over a socket twice.</summary>
    EventDuplicated,

    /// <summary>A numbered event came over a socket after a later one.</summary>
    EventReordered,

    /// <summary>Somebody got a message that was sent after they had left.</summary>
    Overheard,

    /// <summary>A command was refused for a reason that it did not give.</summary>
    Refused,
}

/// <summary>Something that the place says or does and the model does not.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="What">Where, and what it is instead.</param>
internal sealed record Divergence(DivergenceKind Kind, string What)
{
    /// <summary>Whether it stays wrong whatever happens next; the others may be what has not arrived yet.</summary>
    public bool IsFinal => Kind is DivergenceKind.MessageLost or DivergenceKind.MessageDoubled or DivergenceKind.LogOutOfOrder
        or DivergenceKind.MessageForged or DivergenceKind.ChangeLost or DivergenceKind.ChangeDoubled or DivergenceKind.ChangeForged or DivergenceKind.EventDuplicated or DivergenceKind.EventReordered
        or DivergenceKind.Overheard or DivergenceKind.Refused;

    public override string ToString() => $"{Kind}: {What}";
}
