using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.WebFront.Sessions;

/// <summary>What the entry page needs: <c>GET /api/entry</c>.</summary>
/// <param name="Me">Who this browser's session belongs to, or null when there is none.</param>
/// <param name="NameLength">Longest name, in UTF-16 code units.</param>
/// <param name="MessageLength">Longest message, in UTF-16 code units.</param>
/// <param name="PublicUrl">The address to give to others as the host configured it; null when the one in the address bar is as good.</param>
/// <param name="Build">The build of the client that this front serves.</param>
/// <param name="Development">Whether pages take a new build at once instead of offering it.</param>
public sealed record Entry(Profile? Me, int NameLength, int MessageLength, string? PublicUrl, string Build, bool Development);

/// <summary><c>POST /api/session/guest</c>: begins a guest's session in this browser. Answers a <c>Result</c> of <see cref="Profile"/>.</summary>
public sealed record EnterAsGuest(string Name, string Colour);
