namespace ChatMux.WebFront.Sessions;

/// <summary>Ends the session that is named so in the list of devices.</summary>
public sealed record EndSessionCommand(string Reference);

/// <summary>Names a way in of the list of ways in.</summary>
public sealed record RenameWayInCommand(string Reference, string Name);

/// <summary>Removes a way in of the list of ways in.</summary>
public sealed record RemoveWayInCommand(string Reference);
