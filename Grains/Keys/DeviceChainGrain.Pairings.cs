using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Keys;
using ChatMux.Grains.Users;

namespace ChatMux.Grains.Keys;

// What a browser that asks and a trusted one say to each other. It is handed over, and forgotten with the activation or after ten minutes.
public sealed partial class DeviceChainGrain
{
    private readonly Dictionary<PairingId, PairingOnItsWay> _pairings = [];
    private IGrainTimer _forgetting = null!;

    /// <inheritdoc/>
    public async Task<Result<Done>> StartPairing(Actor actor, byte[] message, string name)
    {
        if (actor.User != Owner)
            return RefusalCode.NotFound;
        await ForgetOldPairings();
        if (PairingMessage.Parse(message) is not PairStart start)
            return RefusalCode.InvalidPairing;
        if (_pairings.TryGetValue(start.Pairing, out var known))
            return known.Has(message) ? await TellAgain(known) : RefusalCode.InvalidPairing;
        if (!DisplayName.TryNormalize(name, out var normal))
            return RefusalCode.InvalidName;
        if (Head is not { } head || PairingRules.FaultOf(Owner, start, head) is not null)
            return RefusalCode.InvalidPairing;
        if (_pairings.Values.Count(pairing => !pairing.IsDone) >= Limits.Pairings)
            return RefusalCode.TooManyPairings;
        if ((await User.AdmitPairing(actor)).Refusal is { } notAdmitted)
            return notAdmitted;
        await Move(new PairingOnItsWay(start, normal, time.GetUtcNow() + PairingOnItsWay.Lasts, [message]));
        return Done.Instance;
    }

    /// <inheritdoc/>
    public async Task<Result<Done>> Pair(Actor actor, byte[] message)
    {
        if (actor.User != Owner)
            return RefusalCode.NotFound;
        await ForgetOldPairings();
        if (PairingMessage.Parse(message) is not { } next)
            return RefusalCode.InvalidPairing;
        if (!_pairings.TryGetValue(next.Pairing, out var pairing))
            return RefusalCode.PairingOver;
        if (pairing.Has(message))
            return await TellAgain(pairing);
        if (pairing.RefusalOf(next) is { } outOfPlace)
            return outOfPlace;
        if (RefusalOf(actor, pairing, next) is { } notTheirs)
            return notTheirs;
        if (next is PairGrant grant && await Grant(actor, pairing, grant) is { } notGranted)
            return notGranted;
        await Move(pairing.With(next, message));
        return Done.Instance;
    }

    /// <inheritdoc/>
    public async Task<Result<Done>> EndPairing(Actor actor, PairingId pairing)
    {
        if (actor.User != Owner)
            return RefusalCode.NotFound;
        if (_pairings.Remove(pairing))
            await User.Notify(new PairingEnded(pairing), except: null);
        return Done.Instance;
    }

    /// <inheritdoc/>
    public async Task<Result<PairingList>> GetPairings(Actor actor)
    {
        if (actor.User != Owner)
            return RefusalCode.NotFound;
        await ForgetOldPairings();
        return new PairingList([.. _pairings.Values.OrderBy(pairing => pairing.EndsAt).Select(pairing => pairing.View)]);
    }

    // What only a trusted device says comes from one, and after the first message from the one that said that.
    private RefusalCode? RefusalOf(Actor actor, PairingOnItsWay pairing, PairingMessage next) => next switch
    {
        PairAccept accept when !IsDevice(actor) || accept.Device != actor.KeyDevice => RefusalCode.DeviceNotAdded,
        PairGrant when !IsDevice(actor) || pairing.Accept?.Device != actor.KeyDevice => RefusalCode.DeviceNotAdded,
        _ => null,
    };

    private async Task<Refusal?> Grant(Actor actor, PairingOnItsWay pairing, PairGrant grant)
    {
        // Its answer was lost with the activation that gave it, or its telling was.
        if (Has(grant.EntryBytes))
            return null;
        if ((await User.AdmitKeyChange(actor)).Refusal is { } notAdmitted)
            return notAdmitted;
        if (Head is not { } head || grant.Entry.Version <= head.Version)
            return new Refusal(RefusalCode.ChainMovedOn);
        if (PairingRules.FaultOf(pairing.Start, pairing.Accept!, grant, head) is not null)
            return new Refusal(RefusalCode.InvalidPairing);
        return await Append(grant.Entry, grant.EntryBytes.ToArray(), grant.KeysFor(pairing.Start.Device.Id));
    }

    private async Task Move(PairingOnItsWay pairing)
    {
        _pairings[pairing.Start.Pairing] = pairing;
        RemindToForget();
        await User.Notify(new PairingMoved(pairing.View), except: null);
    }

    // A retry, whose first attempt may have been answered into the void, before others were told.
    private async Task<Result<Done>> TellAgain(PairingOnItsWay pairing)
    {
        await User.Notify(new PairingMoved(pairing.View), except: null);
        return Done.Instance;
    }

    private async Task ForgetOldPairings()
    {
        var now = time.GetUtcNow();
        var over = _pairings.Values.Where(pairing => pairing.EndsAt <= now).Select(pairing => pairing.Start.Pairing).ToArray();
        foreach (var pairing in over)
            _pairings.Remove(pairing);
        RemindToForget();
        foreach (var pairing in over)
            await User.Notify(new PairingEnded(pairing), except: null);
    }

    private void RemindToForget() => _forgetting.Change(
        _pairings.Count == 0 ? Timeout.InfiniteTimeSpan : Later(_pairings.Values.Min(pairing => pairing.EndsAt) - time.GetUtcNow()), Timeout.InfiniteTimeSpan);

    private static TimeSpan Later(TimeSpan due) => due > TimeSpan.Zero ? due : TimeSpan.Zero;
}
