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

    /// <summary>A front loses one change on its way to the browsers.</summary>
    DropChange,

    /// <summary>A front sends one change twice.</summary>
    DuplicateChange,

    /// <summary>A front sends two changes in the wrong order.</summary>
    ReorderChanges,

    /// <summary>A front tells of other changes than were made.</summary>
    AlterChange,

    /// <summary>The log says that changes are on disk, which they are not.</summary>
    LoseChange,

    /// <summary>The log writes a change a second time, as the next entry.</summary>
    DoubleChange,

    /// <summary>The log writes a change under somebody else's name.</summary>
    ForgeChange,

    /// <summary>The log does not keep what changes have made of their messages.</summary>
    LoseState,
}
