using System.Text.Json;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Keys;

namespace ChatMux.Grains.Tests.Keys;

/// <summary>Entries that the client has made and judged: the server comes to the same conclusion about each (<c>keys/chainVectors.test.ts</c>).</summary>
public sealed class ChainVectorTests
{
    public sealed record Vector(string Name, string Account, string[] Earlier, string Entry, string? Fault)
    {
        public override string ToString() => Name;
    }

    public static TheoryData<Vector> All => Vectors.Read<Vector>("device-chain");

    [Theory]
    [MemberData(nameof(All), DisableDiscoveryEnumeration = true)]
    public void Is_judged_as_by_the_client(Vector vector)
    {
        var earlier = vector.Earlier.Select(one => ChainEntry.Parse(Vectors.Bytes(one))!).ToArray();
        var entry = ChainEntry.Parse(Vectors.Bytes(vector.Entry));
        var fault = entry is null ? "malformed" : ChainRules.FaultOf(UserId.Of(vector.Account), entry, earlier) is { } found
            ? JsonNamingPolicy.CamelCase.ConvertName(found.ToString())
            : null;
        Assert.Equal(vector.Fault, fault);
    }

    [Fact]
    public void In_a_chain_that_is_full_there_is_place_for_removals_alone()
    {
        var vectors = Vectors.Read<Vector>("device-chain").Select(row => row.Data).ToDictionary(vector => vector.Name);
        (ChainEntry Entry, ChainEntry Before) Of(string name) =>
            (ChainEntry.Parse(Vectors.Bytes(vectors[name].Entry))!, ChainEntry.Parse(Vectors.Bytes(vectors[name].Earlier[^1]))!);
        var (added, genesis) = Of("a device that is added");
        var (removed, both) = Of("a device that is removed, with another key");
        var (rotated, _) = Of("another key without a removal");
        Assert.True(ChainRules.HasPlace(Limits.ChainEntries - 1, added, genesis));
        Assert.False(ChainRules.HasPlace(Limits.ChainEntries, added, genesis));
        Assert.False(ChainRules.HasPlace(Limits.ChainEntries, rotated, both));
        Assert.True(ChainRules.HasPlace(Limits.ChainEntries + 10, removed, both));
    }
}
