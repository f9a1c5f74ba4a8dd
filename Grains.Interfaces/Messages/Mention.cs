using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Interfaces.Messages;

/// <summary>Somebody who is called by a message. Stored as JSON in the log: never rename a member.</summary>
/// <param name="Name">What stands after the <c>@</c>: a handle, or <see cref="Here"/>.</param>
/// <param name="User">Who is meant; null when it is everybody in the conversation.</param>
[GenerateSerializer, Immutable, Alias("Mention")]
public sealed record Mention([property: Id(0)] string Name, [property: Id(1)] UserId? User)
{
    /// <summary>The name that calls everybody; no handle may be like it.</summary>
    public const string Here = "here";
}
