using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Tests.Connections;

/// <summary>Answers that come too late, calls that are held up, words that come together: nobody misses anything for good.</summary>
public sealed class LostAnswerTests(ClusterFixture fixture)
{
    private void LoseOneAnswer(IAddressable grain, string method)
    {
        var id = grain.GetGrainId();
        var lost = 0;
        fixture.OnAnswer = call => call.TargetId == id && call.MethodName == method && Interlocked.Exchange(ref lost, 1) == 0
            ? throw new TimeoutException("the answer came too late")
            : Task.CompletedTask;
    }

    [Fact]
    public async Task A_tab_whose_user_was_lost_resyncs_though_the_first_answer_of_the_user_was_lost_too()
    {
        var ada = await Guest.Enter(fixture.Grains, "Ada");
        await ada.Attach();
        await ClusterFixture.Deactivate(ada.User);
        await ada.User.Notify(new BuildChanged("lost"), except: null); // the user's grain has no tabs to tell
        LoseOneAnswer(ada.User, nameof(IUserGrain.ConnectionPresent));
        await Assert.ThrowsAsync<TimeoutException>(() => ada.Connection.Touch(ada.AttachmentId));
        fixture.OnAnswer = null;
        for (var i = 0; i < 3; i++)
            Assert.True(await ada.Connection.Touch(ada.AttachmentId));
        Assert.Empty(ada.Front.All<BuildChanged>());
        await ada.Front.Sees<ResyncNeeded>();
    }

    [Fact]
    public async Task A_tab_that_comes_back_after_its_user_was_lost_does_not_resume_though_the_first_answer_was_lost()
    {
        var ada = await Guest.Enter(fixture.Grains, "Ada");
        var epoch = (await ada.Attach()).Value!.Mailbox.Replay.Epoch;
        await ClusterFixture.Deactivate(ada.User);
        await ada.User.Notify(new BuildChanged("lost"), except: null);
        LoseOneAnswer(ada.User, nameof(IUserGrain.ConnectionPresent));
        await Assert.ThrowsAsync<TimeoutException>(() => ada.Attach(new MailboxPosition(epoch, 0)));
        fixture.OnAnswer = null;
        Assert.False((await ada.Attach(new MailboxPosition(epoch, 0))).Value!.Mailbox.Resumed);
    }

    [Fact]
    public async Task An_attachment_that_failed_half_way_is_not_taken_for_done_by_the_next_touch()
    {
        var ada = await Guest.Enter(fixture.Grains, "Ada");
        await ada.Attach();
        await fixture.Cluster.DeactivateAsync(ada.Connection); // and the mailbox with it
        LoseOneAnswer(ada.Session, nameof(ISessionGrain.Use));
        // As ConnectionTouches does.
        Assert.False(await ada.Connection.Touch(ada.AttachmentId));
        var attachment = new Attachment(ada.AttachmentId, ada.Front.Id, ada.Front.Reference, DeviceKind.Desktop);
        await Assert.ThrowsAsync<TimeoutException>(() => ada.Connection.AttachAgain(ada.Actor, attachment));
        fixture.OnAnswer = null;
        // False would make the front attach again, and the browser resync.
        Assert.False(await ada.Connection.Touch(ada.AttachmentId));
    }

    [Fact]
    public async Task A_lobby_that_hangs_keeps_nobody_from_writing()
    {
        var ada = await Guest.Enter(fixture.Grains, "Ada");
        await ada.Attach();
        var hangs = new TaskCompletionSource();
        var touched = new TaskCompletionSource();
        fixture.OnAnswer = async call =>
        {
            if (call.InterfaceName.Contains("ILobbyGrain", StringComparison.Ordinal) && call.MethodName == "Touch")
            {
                touched.TrySetResult();
                await hangs.Task;
            }
        };
        var touching = ada.Connection.Touch(ada.AttachmentId);
        await touched.Task.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        try
        {
            Assert.NotNull((await ada.Says("hello").WaitAsync(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken)).Value);
        }
        finally
        {
            fixture.OnAnswer = null;
            hangs.SetResult();
            await touching;
        }
    }
}
