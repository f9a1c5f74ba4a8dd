namespace ChatMux.Grains.Interfaces;

/// <summary>The sizes that are part of the contract: the same for every host, known to clients before they send.</summary>
public static class Limits
{
    /// <summary>Longest name of a user or room, in UTF-16 code units.</summary>
    public const int NameLength = 64;

    /// <summary>Longest status text of a user, in UTF-16 code units.</summary>
    public const int StatusLength = 123;

    /// <summary>Longest topic of a room, in UTF-16 code units.</summary>
    public const int TopicLength = 200;

    /// <summary>Shortest handle, in characters.</summary>
    public const int HandleMin = 3;

    /// <summary>Longest handle, in characters.</summary>
    public const int HandleMax = 20;

    /// <summary>Most ways in (passkeys, and accounts elsewhere) that one user may have.</summary>
    public const int WaysIn = 20;

    /// <summary>Longest text of a message, in UTF-16 code units.</summary>
    public const int MessageLength = 4_000;

    /// <summary>Most reactions to one message, of everybody.</summary>
    public const int Reactions = 500;

    /// <summary>Most different emoji that one message is reacted to with.</summary>
    public const int ReactionKinds = 20;

    /// <summary>Most people that one message calls by their handles.</summary>
    public const int Mentions = 20;

    /// <summary>Most messages that one page of history holds.</summary>
    public const int PageLength = 100;

    /// <summary>Most bytes, by estimate, of one page of history: it may be shorter than was asked for, and never empty for it.</summary>
    public const int PageBytes = 900 * 1024;

    /// <summary>Longest text that is searched for, in UTF-16 code units.</summary>
    public const int SearchLength = 200;

    /// <summary>Most messages that one page of what was found holds.</summary>
    public const int SearchPage = 25;

    /// <summary>Unread counts stop here and are shown as 99+.</summary>
    public const int UnreadCap = 100;

    /// <summary>Most members of a room that not everyone belongs to.</summary>
    public const int RoomMembers = 2_000;

    /// <summary>Most bans of a room, and most mutes.</summary>
    public const int RoomBans = 500;

    /// <summary>Shortest mute, in milliseconds.</summary>
    public const long MuteMinMs = 60_000;

    /// <summary>Longest mute that ends by itself, in milliseconds.</summary>
    public const long MuteMaxMs = 365L * 24 * 3_600_000;

    /// <summary>Most rooms that one user may have joined.</summary>
    public const int RoomsPerUser = 200;

    /// <summary>Most events that wait in a mailbox; one more empties it and the browser resyncs.</summary>
    public const int MailboxEvents = 512;

    /// <summary>Most bytes, by estimate, that wait in a mailbox.</summary>
    public const int MailboxBytes = 256 * 1024;

    /// <summary>Largest frame that a browser may send, in bytes; a larger one ends its socket.</summary>
    public const int FrameBytes = 32 * 1024;
}
