using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.WebFront.Sessions;

/// <summary>What the entry page needs: <c>GET /api/entry</c>.</summary>
/// <param name="Me">Who this browser's session belongs to, or null when there is none.</param>
/// <param name="NameLength">Longest name, in UTF-16 code units.</param>
/// <param name="MessageLength">Longest message, in UTF-16 code units.</param>
/// <param name="PublicUrl">The address to give to others as the host configured it; null when the one in the address bar is as good.</param>
/// <param name="Build">The build of the client that this front serves.</param>
/// <param name="Development">Whether pages take a new build at once instead of offering it.</param>
/// <param name="Ways">How one can come in here.</param>
/// <param name="Dashboard">Whether the operator finds the Orleans Dashboard at <c>/dashboard/</c>.</param>
public sealed record Entry(
    Profile? Me, int NameLength, int MessageLength, string? PublicUrl, string Build, bool Development, EntryWays Ways,
    bool Dashboard);

/// <summary>How one can come in.</summary>
/// <param name="Guest">As a guest.</param>
/// <param name="SignUp">With a new account; without, only those who have one come in.</param>
/// <param name="GitHub">With an account at GitHub.</param>
/// <param name="Passkey">With a passkey; not at an address that browsers make no passkeys for.</param>
/// <param name="Demo">Names of demo identities, on the developer's own machine; otherwise none.</param>
public sealed record EntryWays(bool Guest, bool SignUp, bool GitHub, bool Passkey, IReadOnlyList<string> Demo);

/// <summary><c>POST /api/session/guest</c>: begins a guest's session in this browser. Answers a <c>Result</c> of <see cref="Profile"/>.</summary>
public sealed record EnterAsGuest(string Name, string Colour);

/// <summary><c>POST /api/session/end</c>: ends the session of this browser.</summary>
/// <param name="Everywhere">Whether to end all of the user's sessions.</param>
public sealed record EndSession(bool Everywhere = false);

/// <summary><c>POST /api/session/demo</c>: begins the session of a demo identity.</summary>
public sealed record EnterAsDemo(string Name);

/// <summary>
/// A question for an authenticator: what <c>POST /api/passkeys/creation</c> and <c>POST /api/passkeys/request</c> answer. Holds for
/// five minutes and for one answer.
/// </summary>
/// <param name="Challenge">Names the question.</param>
/// <param name="Options">Options for <c>navigator.credentials</c>, as the JSON of WebAuthn Level 3, section 5.1.8 and following.</param>
public sealed record PasskeyChallenge(string Challenge, string Options);

/// <summary><c>POST /api/passkeys/creation</c>: asks to make a passkey, to sign up with or as one more of the own.</summary>
/// <param name="Name">The name to sign up under; the profile's own is taken for one more passkey.</param>
/// <param name="Colour">The colour to sign up with.</param>
public sealed record CreatePasskey(string Name, string Colour);

/// <summary>What an authenticator answered: to <c>POST /api/session/passkey/new</c>, <c>POST /api/passkeys</c> and <c>POST /api/session/passkey</c>.</summary>
/// <param name="Challenge">The question that it answers.</param>
/// <param name="Credential">The credential as JSON (WebAuthn Level 3, <c>PublicKeyCredential.toJSON</c>).</param>
public sealed record PasskeyAnswer(string Challenge, string Credential);
