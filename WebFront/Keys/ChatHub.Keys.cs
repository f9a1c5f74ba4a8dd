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
    public Task<Result<Done>> AppendToChain(AppendToChainCommand command) =>
        grains.Grain<IDeviceChainGrain>(Actor.User.Value).Append(Actor, command.Entry);

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
        var proven = await grains.Grain<IDeviceChainGrain>(Actor.User.Value).Prove(Actor, command.Device, challenge, command.Signature);
        if (proven.Refusal is null)
            Browser.Actor = Actor with { KeyDevice = command.Device };
        return proven;
    }
}
