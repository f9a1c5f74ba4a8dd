using System.Security.Cryptography;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Keys;
using ChatMux.WebFront.Keys;

namespace ChatMux.WebFront;

internal sealed partial class ChatHub
{
    /// <summary>The chain of somebody's devices, from the genesis on.</summary>
    public Task<Result<DeviceChain>> GetChain(GetChainCommand command) => grains.Grain<IDeviceChainGrain>(command.User.Value).GetChain(Actor);

    /// <summary>Changes the own devices.</summary>
    public Task<Result<Done>> AppendToChain(AppendToChainCommand command) => OwnChain.Append(Actor, command.Entry, command.Keys);

    /// <summary>The keys that are sealed for this device.</summary>
    public Task<Result<KeptKeys>> GetKeys() => OwnChain.GetKeys(Actor);

    /// <summary>What the code on paper opens.</summary>
    public Task<Result<RecoveryKeys>> GetRecovery() => OwnChain.GetRecovery(Actor);

    /// <summary>What is known of the own devices.</summary>
    public Task<Result<KeyDeviceList>> GetKeyDevices() => OwnChain.GetKeyDevices(Actor);

    /// <summary>Names one of them.</summary>
    public Task<Result<Done>> NameKeyDevice(NameKeyDeviceCommand command) => OwnChain.NameKeyDevice(Actor, command.Device, command.Name);

    /// <summary>Asks to become one of them.</summary>
    public Task<Result<Done>> StartPairing(StartPairingCommand command) => OwnChain.StartPairing(Actor, command.Message, command.Name);

    /// <summary>Goes on with a pairing.</summary>
    public Task<Result<Done>> Pair(PairCommand command) => OwnChain.Pair(Actor, command.Message);

    /// <summary>Ends a pairing.</summary>
    public Task<Result<Done>> EndPairing(EndPairingCommand command) => OwnChain.EndPairing(Actor, command.Pairing);

    /// <summary>The pairings that are on their way.</summary>
    public Task<Result<PairingList>> GetPairings() => OwnChain.GetPairings(Actor);

    /// <summary>Begins to wait for starting over.</summary>
    public Task<Result<Done>> StartOver() => OwnChain.StartOver(Actor);

    /// <summary>Stops waiting for it.</summary>
    public Task<Result<Done>> DoNotStartOver() => OwnChain.DoNotStartOver(Actor);

    /// <summary>Reads a part of the own vault.</summary>
    public Task<Result<VaultPart>> ReadVaultPart(ReadVaultPartCommand command) => WithVault(command.Part, part => part.Read(Actor));

    /// <summary>Keeps a part of the own vault.</summary>
    public Task<Result<Done>> KeepVaultPart(KeepVaultPartCommand command) => WithVault(command.Part, part => part.Keep(Actor, command.Vault));

    /// <summary>Draws what this browser is to sign; what was drawn before counts no more.</summary>
    public Task<Result<DeviceChallenge>> GetDeviceChallenge()
    {
        var challenge = RandomNumberGenerator.GetBytes(32);
        Browser.SetChallenge(challenge);
        return Task.FromResult<Result<DeviceChallenge>>(new DeviceChallenge(challenge));
    }

    /// <summary>Takes the proof; from then on this socket acts as that device too.</summary>
    public async Task<Result<Done>> ProveDevice(ProveDeviceCommand command)
    {
        if (Browser.TakeChallenge() is not { } challenge)
            return RefusalCode.ChallengeExpired;
        var proven = await OwnChain.Prove(Actor, command.Device, challenge, command.Signature);
        if (proven.Refusal is null)
            Browser.Actor = Actor with { KeyDevice = command.Device };
        return proven;
    }

    private IDeviceChainGrain OwnChain => grains.Grain<IDeviceChainGrain>(Actor.User.Value);

    private Task<Result<T>> WithVault<T>(int part, Func<IVaultPartGrain, Task<Result<T>>> act) where T : class =>
        part is >= 0 and < IVaultPartGrain.Parts
            ? act(grains.Grain<IVaultPartGrain>(IVaultPartGrain.KeyOf(Actor.User, part)))
            : Task.FromResult<Result<T>>(RefusalCode.NotFound);
}
