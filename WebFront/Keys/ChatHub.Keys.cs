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
}
