using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.WebFront.Messages;

/// <summary>Sends a sealed message, or a sealed change of one, to somebody. A retry repeats the same bytes.</summary>
public sealed record SendSealedCommand(UserId With, byte[] Envelope);

/// <summary>Passes a sealed signal on to somebody who is here.</summary>
public sealed record SignalSealedCommand(UserId With, byte[] Envelope);

/// <summary>Reads a page of what the user and somebody wrote to each other.</summary>
public sealed record ReadSealedCommand(UserId With, long? Before, long? After, int Count);

/// <summary>Reads the changes above a number of what the user and somebody wrote to each other.</summary>
public sealed record ReadSealedChangesCommand(UserId With, long After, int Count);

/// <summary>Finds the first entry of a day, or of any other time.</summary>
public sealed record FindSealedTimeCommand(UserId With, long AtMs);

/// <summary>Reads the epochs of the conversation with somebody, above a number.</summary>
public sealed record ReadEpochsCommand(UserId With, long After);

/// <summary>Begins the next epoch of the conversation with somebody. A retry sends the same bytes.</summary>
public sealed record BeginEpochCommand(UserId With, byte[] Record);
