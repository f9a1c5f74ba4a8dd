namespace ChatMux.Grains.Users;

/// <summary>What one user may do. Configuration section <c>ChatMux:Limits</c>; defaults are for people, benchmarks raise them.</summary>
public sealed class UserLimits
{
    /// <summary>Whether every limit lets something through, so that nobody is locked out by a slip of the pen.</summary>
    public bool AreUsable => GuestConnections > 0 && IdentityConnections > 0
        && new[] { Epochs, FriendActs, FriendRequests, GuestMessages, HistoryReads, IdentityMessages, Invitations, KeyChanges, KeyReads, NewRooms, Pairings, ProfileChanges, Searches, Visits }.All(a => a is { Burst: >= 1, PerSecond: > 0 });

    /// <summary>Open tabs that a guest may have at once.</summary>
    public int GuestConnections { get; set; } = 3;

    /// <summary>Open tabs that an identity may have at once.</summary>
    public int IdentityConnections { get; set; } = 10;

    /// <summary>What an identity may do about others: accept, decline, cancel, unfriend, block, unblock, make links.</summary>
    public Allowance FriendActs { get; set; } = new() { Burst = 60, PerSecond = 1 };

    /// <summary>Friend requests that an identity may send.</summary>
    public Allowance FriendRequests { get; set; } = new() { Burst = 10, PerSecond = 1.0 / 600 };

    /// <summary>Messages that a guest may send.</summary>
    public Allowance GuestMessages { get; set; } = new() { Burst = 15, PerSecond = 1.0 / 3 };

    /// <summary>Pages of history that a user may read.</summary>
    public Allowance HistoryReads { get; set; } = new() { Burst = 20, PerSecond = 2 };

    /// <summary>Epochs that an identity may begin: one for each conversation of two, and again when keys have changed.</summary>
    public Allowance Epochs { get; set; } = new() { Burst = 60, PerSecond = 1.0 / 5 };

    /// <summary>Messages that an identity may send.</summary>
    public Allowance IdentityMessages { get; set; } = new() { Burst = 60, PerSecond = 1 };

    /// <summary>Changes that an identity may make to its devices and their shared key.</summary>
    public Allowance KeyChanges { get; set; } = new() { Burst = 10, PerSecond = 1.0 / 60 };

    /// <summary>Times that a browser may ask to become one of an identity's devices.</summary>
    public Allowance Pairings { get; set; } = new() { Burst = 5, PerSecond = 5.0 / 3600 };

    /// <summary>
    /// Chains, keys, records of epochs and parts of a vault that a user may ask for or keep, of which there are many when a browser begins. Apart from
    /// the history: what opens messages must not wait for these.
    /// </summary>
    public Allowance KeyReads { get; set; } = new() { Burst = 100, PerSecond = 5 };

    /// <summary>Invitations into rooms that a user may send.</summary>
    public Allowance Invitations { get; set; } = new() { Burst = 10, PerSecond = 1.0 / 6 };

    /// <summary>Changes that a user may make to the own profile; everyone hears of each.</summary>
    public Allowance ProfileChanges { get; set; } = new() { Burst = 10, PerSecond = 1.0 / 10 };

    /// <summary>Pages of what was found that a user may ask for.</summary>
    public Allowance Searches { get; set; } = new() { Burst = 20, PerSecond = 1 };

    /// <summary>Times that a user may go to another room; everyone hears of each.</summary>
    public Allowance Visits { get; set; } = new() { Burst = 20, PerSecond = 1 };

    /// <summary>Rooms that a user may create.</summary>
    public Allowance NewRooms { get; set; } = new() { Burst = 10, PerSecond = 1.0 / 60 };
}
