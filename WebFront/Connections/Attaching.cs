using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.Grains.Interfaces.Friends;
using ChatMux.Grains.Interfaces.Lobby;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.WebFront.Delivery;
using ChatMux.WebFront.Hosting;
using ChatMux.WebFront.Lobby;
using Microsoft.AspNetCore.SignalR;

namespace ChatMux.WebFront.Connections;

/// <summary>Binds a socket to a connection, and lets it go.</summary>
internal sealed partial class Attaching(
    IGrainFactory grains, Front front, Browsers browsers, Followers followers, Subscriptions subscriptions,
    LobbySnapshots lobby, Frames frames, Overflows overflows, ClientBuild build, TimeProvider time, ILogger<Attaching> logger)
{
    /// <summary>
    /// Attaches the socket and gathers everything that its browser shows. The topics are followed before their state is
    /// read, so that nothing falls between.
    /// </summary>
    /// <returns>The browser with its welcome, or why it may not attach.</returns>
    public async Task<(Browser? Browser, Result<Welcome> Answer)> Attach(
        HubConnectionContext socket, Actor actor, AttachCommand command)
    {
        var attachment = new Attachment(Guid.NewGuid().ToString("N"), front.Id, front.Reference, command.Device, command.Attempt, command.Idle ?? false);
        var browser = new Browser(socket, actor, attachment, frames.OfEvents([new ResyncNeeded()]), overflows.Note, time);
        browsers.Add(browser);
        Result<Welcome> answer = RefusalCode.Unavailable;
        try
        {
            answer = await Attach(browser, command);
        }
        finally
        {
            if (answer.Value is null)
                await Detach(browser);
        }
        return (answer.Value is null ? null : browser, answer);
    }

    /// <summary>The socket is gone: its browser gets nothing more, and its grain begins the grace period.</summary>
    public async Task Detach(Browser browser)
    {
        browsers.Remove(browser);
        followers.Remove(browser);
        try
        {
            await Connection(browser.Actor).Detach(browser.Attachment.Id);
        }
        catch (Exception e)
        {
            // The grain notices by itself when it is not touched any more.
            LogDetachFailed(logger, e.GetType().Name);
        }
    }

    private async Task<Result<Welcome>> Attach(Browser browser, AttachCommand command)
    {
        var attached = await Connection(browser.Actor).Attach(browser.Actor, browser.Attachment, command.Mailbox);
        if (attached.Refusal is { } refusal)
            return refusal;
        browser.Attached = true;
        // Before the inbox, which leaves out what they wrote: whoever is blocked in between is not among them, so the browser counts anew.
        var blocked = attached.Value!.Profile.Guest
            ? new BlockedPeople([])
            : await grains.Grain<IFriendListGrain>(browser.Actor.User.Value).GetBlocked(browser.Actor);
        if (blocked.Refusal is { } noBlocked)
            return noBlocked;
        var inbox = await grains.Grain<IInboxGrain>(browser.Actor.User.Value).Open(browser.Actor);
        if (inbox.Refusal is { } noInbox)
            return noInbox;
        await Task.WhenAll(inbox.Value!.Conversations.Select(c => TopicId.Of(c.Conversation))
            .Append(TopicId.OfLobby(ILobbyGrain.Key))
            .Select(topic => subscriptions.Follow(browser, topic)));
        var presence = await grains.Grain<IUserGrain>(browser.Actor.User.Value).GetPresence(browser.Actor);
        if (presence.Refusal is { } noPresence)
            return noPresence;
        // No socket has proven anything yet.
        var mailbox = attached.Value.Mailbox with { Replay = Withholding.ForUnproven(attached.Value.Mailbox.Replay) };
        return new Welcome(attached.Value.Profile, mailbox, await lobby.Get(), inbox.Value, presence.Value!, blocked.Value!.People, build.Current,
            time.GetUtcNow().ToUnixTimeMilliseconds());
    }

    private IConnectionGrain Connection(Actor actor) => grains.Grain<IConnectionGrain>(actor.Connection.Value);

    [LoggerMessage(1201, LogLevel.Information, "A connection could not be detached ({Reason}); its grain notices by itself")]
    private static partial void LogDetachFailed(ILogger logger, string reason);
}
