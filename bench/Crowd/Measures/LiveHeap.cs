using System.Diagnostics.Tracing;
using ChatMux.Crowd.Servers;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing;

namespace ChatMux.Crowd.Measures;

/// <summary>What a server's objects take when all garbage is gone. RSS does not tell: the runtime gives memory back when it likes.</summary>
internal static class LiveHeap
{
    private const long CollectionEvents = 0x1;

    // Whoever asks for events of this kind gets a full collection first.
    private const long CollectNow = 0x800000;

    /// <summary>Makes the server's processes collect their garbage, and returns how many bytes are left in all of them.</summary>
    public static async Task<long> Of(ServerGroup server) => (await Task.WhenAll(server.Ids.Select(Of))).Sum();

    private static async Task<long> Of(int process)
    {
        using var session = new DiagnosticsClient(process).StartEventPipeSession(
            new EventPipeProvider("Microsoft-Windows-DotNETRuntime", EventLevel.Informational, CollectionEvents | CollectNow), requestRundown: false);
        long left = 0;
        var collected = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var reading = Task.Run(() =>
        {
            using var events = new EventPipeEventSource(session.EventStream);
            events.Clr.GCHeapStats += collection =>
            {
                left = collection.TotalHeapSize;
                collected.TrySetResult();
            };
            events.Process();
        });
        await Task.WhenAny(collected.Task, reading);
        await session.StopAsync(CancellationToken.None);
        await reading;
        return left;
    }
}
