using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Model.Tests.Life;
using ChatMux.Model.Tests.Place;

namespace ChatMux.Model.Tests;

/// <summary>The checks are worth what they catch: a mistake that is put into the place ends the run, by its name.</summary>
public sealed class PlantedFaultTests
{
    // Two people on each front who talk in turn. Nothing else happens that could excuse a mistake.
    private static readonly Operation[] Talk =
    [
        .. Enumerable.Range(0, 4).Select(who => new Operation.Enter(who, who, who % ModelPlace.Fronts, DeviceKind.Desktop)),
        new Operation.Compare(),
        .. Enumerable.Range(0, 8).SelectMany(turn => new Operation[] { new Operation.Send(turn % 4, Scene.General, 1), new Operation.Wait(1_000) }),
        new Operation.Compare(),
    ];

    [Fact]
    public async Task Nothing_is_wrong_when_nothing_is_planted() => await Run.Live(Talk, "no seed");

    [Theory]
    [InlineData(nameof(Fault.DropMessage), nameof(DivergenceKind.EventDropped))]
    [InlineData(nameof(Fault.DuplicateMessage), nameof(DivergenceKind.EventDuplicated))]
    [InlineData(nameof(Fault.ReorderMessages), nameof(DivergenceKind.EventReordered))]
    [InlineData(nameof(Fault.LoseWrite), nameof(DivergenceKind.MessageLost))]
    public async Task A_planted_mistake_is_caught_and_called_by_its_name(string planted, string caught)
    {
        var diverged = await Assert.ThrowsAsync<DivergedException>(() => Run.Live(Talk, "no seed", Enum.Parse<Fault>(planted)));
        Assert.Contains(diverged.Found, found => found.Kind == Enum.Parse<DivergenceKind>(caught));
        // A message that is not in the log leaves its number to the next one, which is then heard twice as well.
        if (planted != nameof(Fault.LoseWrite))
            Assert.DoesNotContain(diverged.Found, found => found.Kind is DivergenceKind.EventDropped or DivergenceKind.EventDuplicated
                or DivergenceKind.EventReordered or DivergenceKind.MessageLost && found.Kind != Enum.Parse<DivergenceKind>(caught));
    }
}
