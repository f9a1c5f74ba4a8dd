using System.Reflection;
using ChatMux.WebFront.Connections;
using Microsoft.Extensions.Time.Testing;
using Orleans.Serialization.Invocation;

namespace ChatMux.WebFront.Tests.Connections;

public sealed class RejectedCallsTests
{
    private readonly FakeTimeProvider _time = new() { AutoAdvanceAmount = TimeSpan.FromMilliseconds(1) };
    private readonly RejectedCalls _filter;

    public RejectedCallsTests() => _filter = new RejectedCalls(_time);

    private static SiloUnavailableException Rejection => new("silo stopping");

    [Fact]
    public async Task A_rejected_call_is_made_again_until_it_is_taken()
    {
        var call = new Call(Rejection, Rejection, null);
        await Run(call);
        Assert.Equal(3, call.Made);
    }

    [Fact]
    public async Task A_call_that_timed_out_is_not_made_again_since_it_may_have_happened()
    {
        var call = new Call(new TimeoutException());
        await Assert.ThrowsAsync<TimeoutException>(() => Run(call));
        Assert.Equal(1, call.Made);
    }

    [Fact]
    public async Task It_gives_up_after_some_seconds()
    {
        var call = new Call([.. Enumerable.Repeat(Rejection, 1000)]);
        await Assert.ThrowsAsync<SiloUnavailableException>(() => Run(call));
        Assert.InRange(call.Made, 8, 40);
    }

    [Fact]
    public async Task Calls_among_grains_are_left_alone()
    {
        var call = new Call(Rejection) { SourceId = GrainId.Create("user", "1") };
        await Assert.ThrowsAsync<SiloUnavailableException>(() => Run(call));
        Assert.Equal(1, call.Made);
    }

    [Fact]
    public async Task What_Orleans_asks_of_a_silo_is_left_alone_so_that_it_asks_another()
    {
        var call = new Call(Rejection) { TargetId = GrainId.Create("sys.svc.manifest", "1") };
        await Assert.ThrowsAsync<SiloUnavailableException>(() => Run(call));
        Assert.Equal(1, call.Made);
    }

    // Its waits go by the fake clock, which somebody has to move.
    private async Task Run(Call call)
    {
        var running = _filter.Invoke(call);
        while (!running.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }
        await running;
    }

    private sealed class Call(params Exception?[] outcomes) : IOutgoingGrainCallContext
    {
        public int Made { get; private set; }

        public GrainId? SourceId { get; init; }

        public IInvokable Request => throw new NotSupportedException();

        public object Grain => throw new NotSupportedException();

        public MethodInfo InterfaceMethod => throw new NotSupportedException();

        public GrainId TargetId { get; init; } = GrainId.Create("conversation", "1");

        public GrainInterfaceType InterfaceType => throw new NotSupportedException();

        public string InterfaceName => "";

        public string MethodName => "Post";

        public object? Result { get; set; }

        public Response? Response { get; set; }

        public IGrainContext? SourceContext => null;

        public Task Invoke() => outcomes[Made++] is { } failure ? Task.FromException(failure) : Task.CompletedTask;
    }
}
