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

    /// <summary>Most devices that one identity may have at a time, the code on paper among them.</summary>
    public const int DevicesPerUser = 20;

    /// <summary>Most browsers that ask at a time to become devices of one identity.</summary>
    public const int Pairings = 3;

    /// <summary>Most changes to the devices of one identity, ever; after these, devices can only be removed.</summary>
    public const int ChainEntries = 500;

    /// <summary>The part of an envelope that everybody on the way can read, in bytes.</summary>
    public const int EnvelopeHeaderBytes = 112;

    /// <summary>Most epochs of one conversation of two, ever.</summary>
    public const int Epochs = 500;

    /// <summary>Most records of epochs that one page holds.</summary>
    public const int EpochsPerPage = 100;

    /// <summary>Most friends that one user may have.</summary>
    public const int Friends = 1_000;

    /// <summary>Most friend requests of a user that wait for an answer, and as many that wait for the user's.</summary>
    public const int FriendRequests = 200;

    /// <summary>Most people whom one user may have blocked.</summary>
    public const int BlockedPeople = 1_000;

    /// <summary>Most links of one user that lead to them at a time.</summary>
    public const int FriendLinks = 10;

    /// <summary>Shortest life of such a link, in milliseconds.</summary>
    public const long FriendLinkMinMs = 60_000;

    /// <summary>Longest life of such a link, in milliseconds.</summary>
    public const long FriendLinkMaxMs = 30L * 24 * 3_600_000;

    /// <summary>How long a tab is without input before it counts as idle, in milliseconds.</summary>
    public const int IdleAfterMs = 600_000;

    /// <summary>Most events that wait in a mailbox; one more empties it and the browser resyncs.</summary>
    public const int MailboxEvents = 512;

    /// <summary>Most bytes, by estimate, that wait in a mailbox.</summary>
    public const int MailboxBytes = 256 * 1024;

    /// <summary>Largest frame that a browser may send, in bytes; a larger one ends its socket.</summary>
    public const int FrameBytes = 32 * 1024;
}
