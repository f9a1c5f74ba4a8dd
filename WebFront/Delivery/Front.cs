using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Delivery;

namespace ChatMux.WebFront.Delivery;

/// <summary>This run of this front, and the reference by which grains reach it.</summary>
internal sealed class Front(IGrainFactory grains, IFrontObserver observer)
{
    // Orleans holds the observer weakly and the reference costs a registration, so both live here, once.
    private readonly Lazy<IFrontObserver> _reference = new(() => grains.CreateObjectReference<IFrontObserver>(observer));

    public FrontId Id { get; } = HexId.New<FrontId>();

    public IFrontObserver Reference => _reference.Value;
}
