using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.Grains.Interfaces.Messages;

namespace ChatMux.WebFront.Delivery;

/// <summary>
/// What a browser gets that has not proven to be a device of its user: that something was written, by whom and when, and nothing that
/// is sealed. Once it has, it reads the rest.
/// </summary>
internal static class Withholding
{
    /// <summary>What of a batch goes to the browser through which somebody acts: all of it once they have proven their device.</summary>
    public static MailboxBatch For(Actor actor, MailboxBatch batch) => actor.KeyDevice is null ? ForUnproven(batch) : batch;

    /// <summary>The same batch with headers alone; their numbers stay, so that nothing seems to be missing.</summary>
    public static MailboxBatch ForUnproven(MailboxBatch batch) => batch.Events.Any(IsSealed)
        ? batch with { Events = ForUnproven(batch.Events) }
        : batch;

    /// <summary>The same events with headers alone.</summary>
    public static IReadOnlyList<ServerEvent> ForUnproven(IReadOnlyList<ServerEvent> events) => [.. events.Select(Withhold)];

    private static bool IsSealed(ServerEvent happened) => happened is SealedPosted or SealedSignal;

    private static ServerEvent Withhold(ServerEvent happened) => happened switch
    {
        SealedPosted posted => posted with { Entries = [.. posted.Entries.Select(entry => entry with { Envelope = HeaderOf(entry.Envelope) })] },
        SealedSignal signal => signal with { Envelope = HeaderOf(signal.Envelope) },
        _ => happened,
    };

    private static byte[] HeaderOf(byte[] envelope) => envelope.AsSpan(0, Math.Min(envelope.Length, Limits.EnvelopeHeaderBytes)).ToArray();
}
