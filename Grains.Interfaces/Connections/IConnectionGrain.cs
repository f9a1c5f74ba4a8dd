using ChatMux.Grains.Interfaces.Delivery;
using Orleans.Concurrency;

namespace ChatMux.Grains.Interfaces.Connections;

/// <summary>
/// One open tab: which front it is attached to, and its mailbox. In memory only: a lost grain starts empty under another
/// mailbox epoch, and the browser resyncs.
/// </summary>
[Alias("IConnectionGrain")]
public interface IConnectionGrain : IGrainWithStringKey
{
    /// <summary>
    /// A browser is here, on this front. Fences any earlier attachment. Refused with <see cref="RefusalCode.NotFound"/>
    /// when the connection belongs to another session, with <see cref="RefusalCode.TooManyConnections"/> past the limit, and with
    /// <see cref="RefusalCode.NotAttached"/> when the tab has made a newer attempt.
    /// </summary>
    [Alias("Attach")]
    Task<Result<Attached>> Attach(Actor actor, Attachment attachment, MailboxPosition? resumeFrom);

    /// <summary>
    /// The front still holds this attachment's socket. False when the grain does not know the attachment (it was lost or
    /// fenced): the front must attach again.
    /// </summary>
    [Alias("Touch")]
    Task<bool> Touch(string attachmentId);

    /// <summary>
    /// The front holds a socket that <see cref="Touch"/> did not know. As <see cref="Attach"/>, but it fences no other
    /// socket: refused with <see cref="RefusalCode.NotAttached"/> when there is one, which is then the newer one.
    /// </summary>
    [Alias("AttachAgain")]
    Task<Result<Attached>> AttachAgain(Actor actor, Attachment attachment);

    /// <summary>The socket of this attachment closed. The user stays present for the grace period. Ignored when fenced.</summary>
    [Alias("Detach")]
    Task Detach(string attachmentId);

    /// <summary>
    /// The tab had no input for a while, or has some again. Refused with <see cref="RefusalCode.NotAttached"/> when the socket of
    /// another session, or none, is attached.
    /// </summary>
    [Alias("SetIdle")]
    Task<Result<Done>> SetIdle(Actor actor, bool idle);

    /// <summary>The browser has all mailbox events up to and including <paramref name="sequence"/> of this epoch.</summary>
    [Alias("Acknowledge")]
    Task Acknowledge(Actor actor, string epoch, long sequence);

    /// <summary>
    /// The mailbox events that the browser has not acknowledged, for a front that has lost what it had of them; null when
    /// there are none, or when the grain does not know the attachment.
    /// </summary>
    [Alias("Unacknowledged")]
    Task<MailboxBatch?> Unacknowledged(string attachmentId);

    /// <summary>
    /// Appends an event to the mailbox. Called by grains. Interleaves: the user's grain may call it while this one waits
    /// for that user, and appending touches nothing that such a wait relies on.
    /// </summary>
    [AlwaysInterleave]
    [Alias("Post")]
    Task Post(ServerEvent serverEvent);

    /// <summary>Tells the browser why and closes its socket, without grace. Called by the user's grain; interleaves like <see cref="Post"/>.</summary>
    [AlwaysInterleave]
    [Alias("Close")]
    Task Close(ServerEvent reason);
}
