using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Keys;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Keys;

/// <summary>What is stored of a part of a vault.</summary>
public sealed record VaultPartState
{
    /// <summary>As it came; null while nothing did.</summary>
    public byte[]? Sealed { get; init; }
}

/// <inheritdoc cref="IVaultPartGrain"/>
public sealed class VaultPartGrain([PersistentState("vaultpart", GrainStorage.Name)] IPersistentState<VaultPartState> state) : Grain, IVaultPartGrain
{
    private UserId Owner => UserId.Of(this.GetPrimaryKeyString().Split('-')[0]);

    private int Part => Convert.ToInt32(this.GetPrimaryKeyString().Split('-')[1], 16);

    private IUserGrain User => GrainFactory.Grain<IUserGrain>(Owner.Value);

    /// <inheritdoc/>
    public async Task<Result<VaultPart>> Read(Actor actor)
    {
        if (await HeadFor(actor) is null)
            return RefusalCode.DeviceNotAdded;
        return new VaultPart(state.State.Sealed);
    }

    /// <inheritdoc/>
    public async Task<Result<Done>> Keep(Actor actor, byte[] vault)
    {
        if (await HeadFor(actor) is not { } head)
            return RefusalCode.DeviceNotAdded;
        // A retry, whose first attempt may have been answered into the void.
        if (state.State.Sealed is { } same && same.AsSpan().SequenceEqual(vault))
            return Done.Instance;
        if (SealedVault.Parse(vault) is not { } next || next.Part != Part)
            return RefusalCode.InvalidVault;
        if ((await User.AdmitKeyReading(actor)).Refusal is { } notAdmitted)
            return notAdmitted;
        if (!next.Follows(state.State.Sealed is { } kept ? SealedVault.Parse(kept) : null, head.EncryptionKeyVersion))
            return RefusalCode.VaultMovedOn;
        await state.Store(new VaultPartState { Sealed = vault });
        return Done.Instance;
    }

    /// <inheritdoc/>
    public async Task Forget()
    {
        if (state.RecordExists)
            await state.ClearStateAsync();
        DeactivateOnIdle();
    }

    /// <summary>The newest state of the chain, when the actor has proven to be one of its devices.</summary>
    private async Task<ChainEntry?> HeadFor(Actor actor)
    {
        if (actor.User != Owner || actor.KeyDevice is not { } device)
            return null;
        var entries = (await GrainFactory.Grain<IDeviceChainGrain>(Owner.Value).GetEntries()).Entries;
        return entries is [.., var last] && ChainEntry.Parse(last) is { } head && head.Devices.Any(each => each.Id == device) ? head : null;
    }
}
