namespace ChatMux.Model.Tests.Place;

/// <summary>A mistake that is put into the place, for the checks to catch.</summary>
internal enum Fault
{
    None,

    /// <summary>A front loses one message on its way to the browsers.</summary>
    DropMessage,

    /// <summary>A front sends one message twice.</summary>
    DuplicateMessage,

    /// <summary>A front sends two messages in the wrong order.</summary>
    ReorderMessages,

    /// <summary>The log says that a message is on disk, which it is not.</summary>
    LoseWrite,
}
