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

    // The same people, who change what they have said: everybody their own, and everybody reacts to the newest.
    private static readonly Operation[] Quarrel =
    [
        .. Talk,
        .. Enumerable.Range(0, 8).SelectMany(turn => new Operation[]
        {
            new Operation.Edit(turn % 4, Scene.General, 0, Own: true),
            new Operation.Wait(1_000),
            new Operation.React((turn + 1) % 4, Scene.General, 0, turn % 2, On: true),
            new Operation.Wait(1_000),
            new Operation.Reply((turn + 2) % 4, Scene.General, 1),
            new Operation.Wait(1_000),
        }),
        new Operation.Compare(),
    ];

    // Changes alone: a message after one that was lost would take its number, and whatever that upsets first would end the life.
    private static readonly Operation[] SecondThoughts =
    [
        .. Talk,
        .. Enumerable.Range(0, 8).SelectMany(turn => new Operation[]
        {
            new Operation.Edit(turn % 4, Scene.General, 0, Own: true),
            new Operation.Wait(1_000),
            new Operation.React((turn + 1) % 4, Scene.General, 0, turn % 2, On: true),
            new Operation.Wait(1_000),
        }),
        new Operation.Compare(),
    ];

    [Fact]
    public async Task Nothing_is_wrong_when_nothing_is_planted() => await Run.Live(Quarrel, "no seed");

    [Fact]
    public async Task Nothing_is_wrong_when_nothing_is_planted_into_changes_alone() => await Run.Live(SecondThoughts, "no seed");

    [Theory]
    [InlineData(nameof(Fault.DropMessage), nameof(DivergenceKind.EventDropped))]
    [InlineData(nameof(Fault.DuplicateMessage), nameof(DivergenceKind.EventDuplicated))]
    [InlineData(nameof(Fault.ReorderMessages), nameof(DivergenceKind.EventReordered))]
    [InlineData(nameof(Fault.LoseWrite), nameof(DivergenceKind.MessageLost))]
    [InlineData(nameof(Fault.DropChange), nameof(DivergenceKind.EventDropped))]
    [InlineData(nameof(Fault.DuplicateChange), nameof(DivergenceKind.EventDuplicated))]
    [InlineData(nameof(Fault.ReorderChanges), nameof(DivergenceKind.EventReordered))]
    [InlineData(nameof(Fault.AlterChange), nameof(DivergenceKind.ShownDiffers))]
    [InlineData(nameof(Fault.LoseChange), nameof(DivergenceKind.ChangeLost))]
    [InlineData(nameof(Fault.DoubleChange), nameof(DivergenceKind.ChangeDoubled))]
    [InlineData(nameof(Fault.ForgeChange), nameof(DivergenceKind.ChangeForged))]
    [InlineData(nameof(Fault.LoseState), nameof(DivergenceKind.StateDiffers))]
    public async Task A_planted_mistake_is_caught_and_called_by_its_name(string planted, string caught)
    {
        var diverged = await Assert.ThrowsAsync<DivergedException>(() => Run.Live(LifeFor(planted), "no seed", Enum.Parse<Fault>(planted)));
        Assert.Contains(diverged.Found, found => found.Kind == Enum.Parse<DivergenceKind>(caught));
        // An entry that is not in the log, or is there twice, leaves the numbers of the others wrong as well.
        if (planted is not (nameof(Fault.LoseWrite) or nameof(Fault.LoseChange) or nameof(Fault.DoubleChange)))
            Assert.DoesNotContain(diverged.Found, found => found.Kind is DivergenceKind.EventDropped or DivergenceKind.EventDuplicated
                or DivergenceKind.EventReordered or DivergenceKind.MessageLost && found.Kind != Enum.Parse<DivergenceKind>(caught));
    }

    private static Operation[] LifeFor(string planted) => planted is nameof(Fault.LoseChange) ? SecondThoughts : Quarrel;
}
