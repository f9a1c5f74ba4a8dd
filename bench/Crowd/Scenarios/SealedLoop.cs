using System.Diagnostics;
using ChatMux.Crowd.Clients;
using ChatMux.Crowd.Measures;
using ChatMux.Crowd.Servers;

namespace ChatMux.Crowd.Scenarios;

/// <summary>Friends who write to each other without a breath: each sends the next message when a receipt for one of those on their way has come.</summary>
/// <param name="writers">Who writes; each has turned to a friend.</param>
/// <param name="window">How many messages of each are on their way.</param>
internal sealed class SealedLoop(IReadOnlyList<ChatMuxBrowser> writers, int window)
{
    // As the real client does.
    private static readonly TimeSpan AcknowledgeAfter = TimeSpan.FromMilliseconds(100);

    private readonly Dictionary<ChatMuxBrowser, long[]> _sent = writers.ToDictionary(writer => writer, _ => new long[window]);
    private volatile bool _measures;
    private volatile bool _ends;
    private long _refused;

    /// <summary>From sending to having parsed the receipt, of all receipts that came while it was measured.</summary>
    public Histogram Receipts { get; } = new();

    /// <summary>From sending to having parsed it at the friend's, of all that arrived there while it was measured.</summary>
    public Histogram Deliveries { get; } = new();

    /// <summary>Messages that the server did not take, which should be none.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Runs until it is warm, then for as long as is measured.</summary>
    public async Task<(Usage Usage, string Memory)> Run(Stage stage, ServerGroup server)
    {
        await using var acknowledging = new Timer(_ => Acknowledge(), null, AcknowledgeAfter, AcknowledgeAfter);
        foreach (var writer in writers)
        {
            writer.Receipted = GoOn;
            writer.HeardSealed = Hear;
        }
        foreach (var writer in writers)
            for (var slot = 0; slot < window; slot++)
                Say(writer, slot);
        await stage.Pass(stage.Options.WarmUp);
        using var memory = new MemoryWatch(server);
        var meter = new Meter(server);
        _measures = true;
        await stage.Pass(stage.Options.Window);
        _measures = false;
        var usage = meter.Read();
        var held = memory.ToString();
        _ends = true;
        return (usage, held);
    }

    private void Acknowledge()
    {
        foreach (var writer in writers)
            writer.Acknowledge();
    }

    private void GoOn(ChatMuxBrowser writer, int slot, bool taken)
    {
        if (_measures)
            Receipts.RecordSince(_sent[writer][slot]);
        if (!taken)
            Interlocked.Increment(ref _refused);
        if (!_ends)
            Say(writer, slot);
    }

    private void Hear(ChatMuxBrowser writer, long moment, bool byFriend)
    {
        if (_measures && byFriend)
            Deliveries.RecordSince(moment);
    }

    // Noted before it goes out: the receipt may be there before the call returns.
    private void Say(ChatMuxBrowser writer, int slot)
    {
        _sent[writer][slot] = Stopwatch.GetTimestamp();
        writer.SaySealed(slot);
    }
}
