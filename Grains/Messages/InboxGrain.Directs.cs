using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Friends;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Messages;

// The conversations with one other person. Of these the log is asked for the head: nobody has to be asked whether the user may know it.
public sealed partial class InboxGrain
{
    private readonly HashSet<ConversationId> _directs = [];

    /// <inheritdoc/>
    public async Task NoteDirect(UserId with)
    {
        // A call that was on its way when its user was removed.
        if (state.State.Directs.Contains(with) || (await GrainFactory.Grain<IUserGrain>(Owner.Value).GetProfile()).Refusal is not null)
            return;
        await state.Store(state.State with { Directs = state.State.Directs.Add(with) });
        AddDirect(with);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<UserId>> GetDirects() => Task.FromResult<IReadOnlyList<UserId>>(state.State.Directs);

    private ConversationId ConversationWith(UserId other) => ConversationId.Of(FriendshipId.Of(Owner, other)!.Value);

    private bool IsDirect(ConversationId conversation) => _directs.Contains(conversation);

    // Nothing of it is read before the user has read it: it waits however long that takes.
    private void AddDirect(UserId with)
    {
        _directs.Add(ConversationWith(with));
        _cursors.TryAdd(ConversationWith(with), default);
    }

    private async Task<DirectConversation> OpenDirect(UserId with, Lazy<Task<IReadOnlyList<UserId>>> blocked)
    {
        var conversation = ConversationWith(with);
        var profile = ProfileOf(with);
        var head = await log.GetHead(conversation);
        var read = await CountTo(conversation, head, blocked);
        return new DirectConversation(conversation, await profile, head, read.ReadUpTo, read.Unread)
        {
            Rewinds = read.Rewinds,
            Level = state.State.Levels.GetValueOrDefault(conversation),
        };
    }

    private async Task<Profile> ProfileOf(UserId user)
    {
        var unknown = new Profile(user, "", "", Guest: false);
        try
        {
            return (await GrainFactory.Grain<IUserGrain>(user.Value).GetProfile().WaitAsync(ProfilePatience, time)).Value ?? unknown;
        }
        catch (Exception)
        {
            // The browser knows most of them otherwise.
            return unknown;
        }
    }
}
