using ChatMux.WebFront.Connections;
using Microsoft.Extensions.Time.Testing;

namespace ChatMux.WebFront.Tests.Connections;

public sealed class UnattachedSocketTests(TestCluster cluster)
{
    [Fact]
    public async Task A_socket_that_does_not_attach_is_closed_and_an_attached_one_is_not()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var front = await cluster.StartFront(time);
        await using var ada = await TestBrowser.Enter(front, "Ada");
        await using var idle = new TestBrowser { InitialCookie = ada.Cookie };
        await idle.Open(front);
        // Opened is when the server has said so: its deadline runs from before that.
        time.Advance(HubSocket.AttachWithin);
        await idle.Closed.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.NotNull((await ada.Says("still here")).Value);
    }
}
