namespace ChatMux.Grains.Interfaces;

/// <summary>
/// References to grains. Orleans' own <c>GetGrain</c> looks up by reflection, at every call, which grain an interface
/// stands for, and takes longer over it than over the call that follows (docs/decisions/0007-cheap-calls.md).
/// </summary>
public static class GrainReferences
{
    private static class Kind<TGrain> where TGrain : IGrainWithStringKey
    {
        // Which class serves an interface is settled when the program is built.
        public static volatile Tuple<GrainType, GrainInterfaceType>? Known;
    }

    /// <summary>The grain of this key.</summary>
    public static TGrain Grain<TGrain>(this IGrainFactory grains, string key) where TGrain : IGrainWithStringKey
    {
        if (Kind<TGrain>.Known is var (type, contract))
            return (TGrain)grains.GetGrain(GrainId.Create(type, key), contract);
        var grain = grains.GetGrain<TGrain>(key);
        if (grain is GrainReference reference)
            Kind<TGrain>.Known = Tuple.Create(reference.GrainId.Type, reference.InterfaceType);
        return grain;
    }
}
