namespace ChatMux.Model.Tests.Life;

public sealed class GeneratorTests
{
    [Fact]
    public void The_same_seed_writes_the_same_life_and_another_seed_another_one()
    {
        var life = new Generator(7).Write(200);
        Assert.Equal(life, new Generator(7).Write(200));
        Assert.NotEqual(life, new Generator(8).Write(200));
    }

    [Fact]
    public void A_longer_life_begins_like_the_shorter_one() =>
        Assert.Equal(new Generator(7).Write(60).SkipLast(1), new Generator(7).Write(200).Take(60));

    [Fact]
    public void Every_kind_of_operation_is_written()
    {
        var kinds = typeof(Operation).GetNestedTypes(System.Reflection.BindingFlags.NonPublic).Where(type => type.IsAssignableTo(typeof(Operation)));
        Assert.Empty(kinds.Except(new Generator(1).Write(3_000).Select(operation => operation.GetType())));
    }

    [Fact]
    public void Only_those_act_who_are_there()
    {
        var scene = new Scene();
        foreach (var operation in new Generator(3).Write(3_000))
        {
            var here = scene.Here.Select(tab => tab.Tab);
            Assert.True(operation switch
            {
                Operation.Send send => here.Contains(send.Tab),
                Operation.Edit edit => here.Contains(edit.Tab),
                Operation.React react => here.Contains(react.Tab),
                Operation.Drop drop => here.Contains(drop.Tab),
                Operation.ComeBack back => scene.Away.Any(tab => tab.Tab == back.Tab),
                Operation.LoseFront lose => scene.Fronts.Count(runs => runs) > 1 && scene.Fronts[lose.Front],
                Operation.JoinRoom join => !scene.RoomsOf(join.Person).Contains(join.Room),
                Operation.LeaveRoom leave => leave.Room != Scene.General && scene.RoomsOf(leave.Person).Contains(leave.Room),
                Operation.ThawFront thaw => scene.Frozen[thaw.Front],
                Operation.LoseSilo => scene.Silos > 1,
                _ => true,
            });
            scene.Apply(operation);
        }
    }
}
