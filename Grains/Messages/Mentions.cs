using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Users;

namespace ChatMux.Grains.Messages;

/// <summary>Finds out who is meant by the names in a text. Only who takes part can be called.</summary>
internal sealed class Mentions(IGrainFactory grains, Func<UserId, bool> mayTakePart)
{
    /// <summary>Those of the names that call somebody, in their order.</summary>
    public async Task<IReadOnlyList<Mention>> In(string text)
    {
        var names = MentionText.Find(text);
        return names.Count == 0 ? [] : [.. (await Task.WhenAll(names.Select(Resolve))).OfType<Mention>()];
    }

    /// <summary>
    /// What the log keeps of the mentions, by which it counts. Whoever calls everybody calls each one once; nobody is called by
    /// what they write themselves.
    /// </summary>
    public static LogMentions ForLog(IReadOnlyList<Mention> mentions, UserId author) =>
        mentions.Any(mention => mention.User is null)
            ? LogMentions.OfEveryone
            : new LogMentions(false, [.. mentions.Select(mention => mention.User).OfType<UserId>().Where(user => user != author).Distinct()]);

    private async Task<Mention?> Resolve(string name)
    {
        if (name == Mention.Here)
            return new Mention(name, null);
        if (!Handle.IsValid(name))
            return null;
        var owner = await grains.Grain<IHandleGrain>(Handle.Skeleton(name)).GetOwner();
        // The key stands for all handles that look alike.
        return owner?.Handle == name && mayTakePart(owner.User) ? new Mention(name, owner.User) : null;
    }
}
