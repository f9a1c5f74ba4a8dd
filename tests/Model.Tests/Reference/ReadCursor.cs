namespace ChatMux.Model.Tests.Reference;

/// <summary>
/// How far a user has read a conversation, as far as the model can know it: a mark whose answer never came may count or
/// not.
/// </summary>
internal sealed class ReadCursor
{
    /// <summary>At least here.</summary>
    public long AtLeast { get; private set; }

    /// <summary>At most here.</summary>
    public long AtMost { get; private set; }

    /// <summary>The server says that it is here, at the first sight of the conversation.</summary>
    public void BeginAt(long number) => (AtLeast, AtMost) = (number, Math.Max(number, AtMost));

    public void Try(long number) => AtMost = Math.Max(AtMost, number);

    public void Confirm(long number) => AtLeast = Math.Max(AtLeast, number);
}
