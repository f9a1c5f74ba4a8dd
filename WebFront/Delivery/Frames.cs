using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Delivery;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace ChatMux.WebFront.Delivery;

/// <summary>Makes frames: the two methods that the server calls in a browser.</summary>
internal sealed class Frames(RefusingHubProtocol protocol, FrontMetrics metrics)
{
    /// <summary>The method that takes events of topics and of the front itself.</summary>
    public const string Events = "events";

    /// <summary>The method that takes mailbox events.</summary>
    public const string Mailbox = "mailbox";

    /// <summary>About how large a frame of several events may be, in bytes: an outbox that overflows loses whole frames.</summary>
    public const int PieceBytes = 128 * 1024;

    /// <summary>
    /// Events in frames of a bounded size, as far as a single one allows: what comes together after a stall would otherwise be one
    /// frame that no outbox could refuse.
    /// </summary>
    public static IEnumerable<IReadOnlyList<ServerEvent>> InPieces(IReadOnlyList<ServerEvent> events)
    {
        var from = 0;
        for (int i = 0, bytes = 0; i < events.Count; i++)
        {
            bytes += events[i].EstimatedBytes;
            if (i == from || bytes <= PieceBytes)
                continue;
            yield return [.. events.Take(i).Skip(from)];
            (from, bytes) = (i, events[i].EstimatedBytes);
        }
        if (from < events.Count)
            yield return from == 0 ? events : [.. events.Skip(from)];
    }

    /// <summary>Events, in this order.</summary>
    public Frame OfEvents(IReadOnlyList<ServerEvent> events) =>
        // As an array: the protocol serializes an argument by the type it has, and collection expressions have hidden ones.
        Make(Events, events.ToArray(), events is [var only] ? only.CoalesceKey : null);

    /// <summary>A batch of one browser's mailbox.</summary>
    public Frame OfMailbox(MailboxBatch batch) => Make(Mailbox, batch, null);

    private Frame Make(string method, object argument, string? coalesceKey)
    {
        metrics.FrameMade();
        var bytes = protocol.GetMessageBytes(new InvocationMessage(method, [argument]));
        return new Frame(new SerializedHubMessage([new SerializedMessage(protocol.Name, bytes)]), bytes.Length, coalesceKey);
    }
}
