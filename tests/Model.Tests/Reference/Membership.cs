namespace ChatMux.Model.Tests.Reference;

/// <summary>Whether a user belongs to a room, as far as the model can know it: while a command is under way, nobody can say.</summary>
internal sealed class Membership
{
    private bool _isIn;
    private bool _isChanging;
    private long _leftAt;

    /// <summary>The user belongs to it for sure.</summary>
    public bool IsIn => _isIn && !_isChanging;

    /// <summary>A command to join or leave is about to be sent.</summary>
    public void Change() => _isChanging = true;

    /// <summary>The user has joined.</summary>
    public void Join() => (_isIn, _isChanging) = (true, false);

    /// <summary>The user has left, after what was sent until this moment.</summary>
    public void Leave(long moment) => (_isIn, _isChanging, _leftAt) = (false, false, moment);

    /// <summary>Whether the user may get what was sent first at this moment.</summary>
    public bool MayHear(long sentAt) => _isIn || _isChanging || sentAt <= _leftAt;
}
