using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Messages;

namespace ChatMux.Grains.Tests.Messages;

public sealed class SealedAudienceTests
{
    private readonly PausingTime _time = new();
    private readonly UserId _ada = HexId.New<UserId>();
    private readonly UserId _bo = HexId.New<UserId>();
    private readonly FrontId _one = HexId.New<FrontId>();
    private readonly FrontId _other = HexId.New<FrontId>();
    private readonly List<Attachment> _here = [];
    private readonly SealedAudience _audience;
    private int _asked;

    public SealedAudienceTests()
    {
        foreach (var front in new[] { _one, _other })
            _here.Add(new Attachment(Guid.NewGuid().ToString("N"), front, new NoFront(), DeviceKind.Desktop));
        var sockets = new KnownSockets(() => Task.FromResult<IReadOnlyList<Attachment>>(Ask()), _time);
        _audience = new SealedAudience(_bo, sockets, new SealedDeliveries((_, _) => { }, _time), _ => { }, _time);
    }

    private Attachment[] Ask()
    {
        _asked++;
        return [.. _here];
    }

    private Task Tell() =>
        _audience.Tell(new SealedPosted(_ada, HexId.New<ConversationId>(), [new SealedEntry(1, _ada, HexId.New<DeviceId>(), 0, new byte[384])]));

    private Task Pauses() => _time.Paused.WaitAsync(TestContext.Current.CancellationToken);

    [Fact]
    public async Task Fronts_that_are_lost_one_after_the_other_are_looked_for_once_a_pause()
    {
        await Tell();
        await Pauses();
        for (var round = 1; round <= 5; round++)
        {
            _audience.Lose(_one);
            await Pauses();
            _audience.Lose(_other);
            _time.Advance(SealedAudience.LostPause);
            // They were told again, and it waits for the next loss.
            await Pauses();
            Assert.Equal(1 + round, _asked);
        }
        _audience.Close();
    }

    [Fact]
    public async Task A_front_by_which_nobody_is_here_owes_nobody_anything()
    {
        await Tell();
        _audience.Lose(HexId.New<FrontId>());
        Assert.Null(_audience.Owed);
        _audience.Lose(_one);
        Assert.Equal(1, _audience.Owed?.Entries[0].Sequence);
        _audience.Close();
    }

    [Fact]
    public async Task What_is_owed_is_without_what_was_erased()
    {
        await Tell();
        _audience.Lose(_one);
        _audience.Erase(_bo);
        Assert.NotEmpty(_audience.Owed!.Entries[0].Envelope);
        _audience.Erase(_ada);
        Assert.Empty(_audience.Owed!.Entries[0].Envelope);
        _audience.Close();
    }

    private sealed class NoFront : IFrontObserver
    {
        public Task DeliverTopic(TopicId topic, IReadOnlyList<ServerEvent> events) => Task.CompletedTask;

        public Task DeliverMailbox(ConnectionId connection, string attachmentId, MailboxBatch batch) => Task.CompletedTask;

        public Task DeliverSealed(IReadOnlyList<SealedDelivery> deliveries) => Task.CompletedTask;

        public Task Close(ConnectionId connection, string attachmentId, ServerEvent reason) => Task.CompletedTask;
    }
}
