namespace ChatMux.Model.Tests.Reference;

/// <summary>
/// How far a user has read a conversation, as far as the model can know it: a mark whose answer never came may count or
/// not.
/// </summary>
internal sealed class ReadCursor
{
    private bool _begun;

    /// <summary>At least here.</summary>
    public long AtLeast { get; private set; }

    /// <summary>At most here.</summary>
    public long AtMost { get; private set; }

    /// <summary>The server shows the conversation for the first time: what was said before counts as read.</summary>
    public void See(long number)
    {
        if (!_begun)
            BeginAt(number);
    }

    /// <summary>The conversation was joined, and what was said before counts as read.</summary>
    public void BeginAt(long number)
    {
        _begun = true;
        Try(number);
        Confirm(number);
    }

    public void Try(long number) => AtMost = Math.Max(AtMost, number);

    public void Confirm(long number) => AtLeast = Math.Max(AtLeast, number);
}
