using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Rooms;

/// <summary>The rules of moderation: who may do what to whom, and what becomes of the room. Every act sets something, so a repeat changes nothing.</summary>
internal static class RoomModeration
{
    // The answer to a mute may be lost; whoever asks for the same again soon after asks for the same one.
    private const long RepeatMs = 60_000;

    /// <summary>Null when the actor may do this; otherwise why not.</summary>
    public static Refusal? Check(RoomState room, UserId actor, Moderation wanted)
    {
        if (room.Everyone || room.Removed || (!room.Includes(actor) && room.Owner != actor))
            return new Refusal(RefusalCode.NotFound);
        var (role, theirs) = (room.RoleOf(actor), room.RoleOf(wanted.Whom));
        var forOwner = wanted.Kind is ModerationKind.NameModerator or ModerationKind.DismissModerator;
        if (role < (forOwner ? RoomRole.Owner : RoomRole.Moderator) || role <= theirs)
            return new Refusal(RefusalCode.NotAllowed);
        if (wanted is { Kind: ModerationKind.Mute, ForMs: < Limits.MuteMinMs or > Limits.MuteMaxMs })
            return new Refusal(RefusalCode.Malformed);
        return null;
    }

    /// <summary>Null when it can be done to this person as things are; otherwise why not. Asked only for what would change something.</summary>
    public static Refusal? CheckWhom(RoomState room, Moderation wanted, long nowMs) => wanted.Kind switch
    {
        ModerationKind.NameModerator or ModerationKind.Mute when !room.Includes(wanted.Whom) => new Refusal(RefusalCode.NotAMember),
        ModerationKind.Ban when room.Bans.Count >= Limits.RoomBans => new Refusal(RefusalCode.TooManyBans),
        ModerationKind.Mute when room.Mutes.Count(m => m.Value.HoldsAt(nowMs)) >= Limits.RoomBans => new Refusal(RefusalCode.TooManyBans),
        _ => null,
    };

    /// <summary>Whether it is done already.</summary>
    public static bool IsDone(RoomState room, Moderation wanted, long nowMs) => wanted.Kind switch
    {
        ModerationKind.Kick => !room.Includes(wanted.Whom),
        ModerationKind.Ban => room.Bans.ContainsKey(wanted.Whom) && !room.Includes(wanted.Whom),
        ModerationKind.Unban => !room.Bans.ContainsKey(wanted.Whom),
        ModerationKind.Mute => room.Mutes.TryGetValue(wanted.Whom, out var mute) && mute.HoldsAt(nowMs)
            && mute.ForMs == wanted.ForMs && (wanted.ForMs is null || nowMs - mute.AtMs < RepeatMs),
        ModerationKind.Unmute => room.MuteOf(wanted.Whom, nowMs) is null,
        ModerationKind.NameModerator => room.Moderators.Contains(wanted.Whom),
        _ => !room.Moderators.Contains(wanted.Whom),
    };

    /// <summary>The room after it, without those mutes that are over.</summary>
    public static RoomState Apply(RoomState room, Moderation wanted, Profile by, Profile whom, long nowMs)
    {
        var user = wanted.Whom;
        var mutes = room.Mutes.RemoveRange(room.Mutes.Where(m => !m.Value.HoldsAt(nowMs)).Select(m => m.Key));
        // Always another version: the conversation has to hear of roles and mutes, too.
        var next = room.WithMembers(room.Members) with { Mutes = mutes };
        return wanted.Kind switch
        {
            ModerationKind.Kick => next.WithMembers(next.Members.Remove(user)),
            ModerationKind.Ban => next.WithMembers(next.Members.Remove(user)) with { Bans = next.Bans.SetItem(user, new RoomBan(whom, by, nowMs)) },
            ModerationKind.Unban => next with { Bans = next.Bans.Remove(user) },
            ModerationKind.Mute => next with { Mutes = mutes.SetItem(user, new StoredMute(nowMs + wanted.ForMs, nowMs, wanted.ForMs)) },
            ModerationKind.Unmute => next with { Mutes = mutes.Remove(user) },
            // Who keeps order is not kept quiet.
            ModerationKind.NameModerator => next with { Moderators = next.Moderators.Add(user), Mutes = mutes.Remove(user) },
            _ => next with { Moderators = next.Moderators.Remove(user) },
        };
    }

    /// <summary>The room under another owner.</summary>
    public static RoomState HandOver(RoomState room, UserId to) => room.WithMembers(room.Members) with
    {
        Owner = to, OwnerAwaySince = null, Moderators = room.Moderators.Remove(to), Mutes = room.Mutes.Remove(to),
    };

    /// <summary>The room without a user who is no more.</summary>
    public static RoomState Forget(RoomState room, UserId user) => room.WithMembers(room.Members.Remove(user)) with
    {
        Mutes = room.Mutes.Remove(user), Bans = room.Bans.Remove(user),
    };

    /// <summary>Who has the room when its owner is no more: whom the owner trusted with it, and of those, or of all, whoever is in it longest.</summary>
    public static UserId? Heir(RoomState room) => room.Members.Cast<UserId?>().MaxBy(member => member is { } user ? room.RoleOf(user) : default);

    /// <summary>Whether this user is anything in the room.</summary>
    public static bool Knows(RoomState room, UserId user) =>
        room.Members.Contains(user) || room.Owner == user || room.Mutes.ContainsKey(user) || room.Bans.ContainsKey(user);

    /// <summary>What the act is called that a moderation is.</summary>
    public static RoomActKind ActOf(ModerationKind kind) => kind switch
    {
        ModerationKind.Kick => RoomActKind.Kicked,
        ModerationKind.Ban => RoomActKind.Banned,
        ModerationKind.Unban => RoomActKind.Unbanned,
        ModerationKind.Mute => RoomActKind.Muted,
        ModerationKind.Unmute => RoomActKind.Unmuted,
        ModerationKind.NameModerator => RoomActKind.ModeratorNamed,
        _ => RoomActKind.ModeratorDismissed,
    };
}
