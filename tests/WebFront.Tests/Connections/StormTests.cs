using System.Diagnostics;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Lobby;
using ChatMux.Grains.Interfaces.Messages;

namespace ChatMux.WebFront.Tests.Connections;

[Collection<CrowdedPlace>]
public sealed class StormTests(CrowdedPlace place, ITestOutputHelper output)
{
    // Longer than anyone may be away unseen.
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_thousand_that_lose_their_sockets_at_once_come_back_unseen_and_the_fronts_answer_others_meanwhile()
    {
        var (one, two) = (place.Cluster.One, place.Cluster.Two);
        await using var watcher = await TestBrowser.Enter(one, "Watcher");
        await using var other = await TestBrowser.Enter(two, "Other watcher");
        var people = place.Crowd.Members.Select(m => m.Welcome.Me.Id).ToHashSet();

        var begun = Stopwatch.GetTimestamp();
        foreach (var member in place.Crowd.Members)
            member.Drop();
        // Each to the front where it was not.
        var back = Task.WhenAll(place.Crowd.Members.Select((member, i) => ComeBack(member, i % 2 == 0 ? two : one)));
        var answers = await Task.WhenAll(AskUntil(back, watcher), AskUntil(back, other));
        Assert.All(await back, Assert.True);
        output.WriteLine($"all {CrowdedPlace.Size} back after {Stopwatch.GetElapsedTime(begun).TotalSeconds:f1} s; meanwhile two others had "
            + $"{answers.Sum(a => a.Count)} answers, the slowest after {answers.Max(a => a.Slowest).TotalMilliseconds:f0} ms");

        await place.Cluster.Pass(Later);
        Assert.Subset((await watcher.Call<LobbySnapshot>("GetLobby")).Value!.People.Select(p => p.Profile.Id).ToHashSet(), people);
        foreach (var change in watcher.All<LobbyChanged>().Concat(other.All<LobbyChanged>()))
            Assert.DoesNotContain(change.Gone, people.Contains);

        var (sequence, _) = await Crowd.Hear(place.Crowd.Members, place.Crowd.Members[0], "after the storm");
        foreach (var member in place.Crowd.Members)
            Assert.Single(member.All<MessagePosted>(), m => m.Message.Sequence == sequence);
    }

    private static async Task<bool> ComeBack(LightBrowser member, TestFront front)
    {
        await member.Open(front);
        return (await member.Attach(member.Position)).Value is { Mailbox.Resumed: true };
    }

    // A front that answers is not toppled: each question gets its answer, and at least one while the others come back.
    private static async Task<(int Count, TimeSpan Slowest)> AskUntil(Task done, TestBrowser browser)
    {
        var (count, slowest) = (0, TimeSpan.Zero);
        do
        {
            var asked = Stopwatch.GetTimestamp();
            var id = HexId.New<MessageId>();
            Result<SendReceipt> answer;
            // As the client does when it is told to try again.
            while ((answer = await browser.Says("still here", id)).Refusal is { Code: RefusalCode.TooFast or RefusalCode.Unavailable } later)
                await Task.Delay(later.RetryAfterMs ?? 50);
            Assert.Null(answer.Refusal);
            var took = Stopwatch.GetElapsedTime(asked);
            (count, slowest) = (count + 1, took > slowest ? took : slowest);
        }
        while (!done.IsCompleted);
        return (count, slowest);
    }
}
