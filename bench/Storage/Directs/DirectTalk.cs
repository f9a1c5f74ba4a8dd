using ChatMux.Crowd.Sealed;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Friends;
using ChatMux.Grains.Interfaces.Keys;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Sessions;

namespace ChatMux.Storage.Directs;

/// <summary>Two people who write to each other.</summary>
/// <param name="silo">Where.</param>
/// <param name="one">One of them.</param>
/// <param name="other">The other.</param>
/// <param name="padded">How long what is sealed was made.</param>
internal sealed class DirectTalk(DirectSilo silo, Actor one, Actor other, int padded)
{
    private readonly SealedPair _keys = new(one.User.Value, other.User.Value);

    /// <summary>The two, as browsers that have proven their devices.</summary>
    public IReadOnlyList<Actor> Both => field ??= [.. new[] { one, other }.Select(actor => actor with { KeyDevice = DeviceId.Of(_keys.DeviceOf(actor.User.Value).Id) })];

    public ConversationId Conversation => ConversationId.Of(_keys.Conversation);

    public IDirectConversationGrain Grain { get; } = silo.Grains.GetGrain<IDirectConversationGrain>(FriendshipId.Of(one.User, other.User)!.Value.Key);

    /// <summary>They become friends, each has a device, and an epoch begins.</summary>
    public async Task Begin()
    {
        var friendship = silo.Grains.GetGrain<IFriendshipGrain>(FriendshipId.Of(one.User, other.User)!.Value.Key);
        Answer.Must(await friendship.Act(one, FriendAct.Request));
        Answer.Must(await friendship.Act(other, FriendAct.Accept));
        foreach (var actor in Both)
            Answer.Must(await silo.Grains.GetGrain<IDeviceChainGrain>(actor.User.Value).Append(actor, GenesisOf(actor), _keys.DeviceOf(actor.User.Value).KeysFor(GenesisOf(actor))));
        Answer.Must(await Grain.BeginEpoch(Both[0], _keys.Epoch));
    }

    private byte[] GenesisOf(Actor actor) => _keys.GenesisOf(actor.User.Value);

    /// <summary>What one of them has to say.</summary>
    public Envelope EnvelopeOf(Actor sender) => _keys.EnvelopeOf(sender.User.Value, padded);
}
