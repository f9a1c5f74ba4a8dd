using ChatMux.Crowd.Clients;
using ChatMux.Crowd.Measures;
using ChatMux.Crowd.Servers;

namespace ChatMux.Crowd.Scenarios;

/// <summary>Clients that talk without a breath: each says the next thing when the server has taken the one before.</summary>
/// <param name="clients">Who talks.</param>
/// <param name="counts">Whether a text from this author, heard by this client, is one that is measured.</param>
internal sealed class ClosedLoop(IReadOnlyList<Client> clients, Func<Client, int, bool> counts)
{
    // About three lines of chat.
    private const int TextLength = 350;

    private static readonly byte[] Filling = [.. Enumerable.Repeat((byte)'.', TextLength)];

    private volatile bool _measures;
    private volatile bool _ends;
    private long _refused;

    /// <summary>From saying it to having parsed it at the other end, of all that arrived while it was measured.</summary>
    public Histogram Delays { get; } = new();

    /// <summary>Texts that the server did not take, which should be none.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Runs until it is warm, then for as long as is measured.</summary>
    public async Task<Usage> Run(Stage stage, ServerGroup server)
    {
        foreach (var client in clients)
        {
            client.Heard = Hear;
            client.Answered = GoOn;
            Say(client);
        }
        await stage.Pass(stage.Options.WarmUp);
        var meter = new Meter(server);
        _measures = true;
        await stage.Pass(stage.Options.Window);
        _measures = false;
        var usage = meter.Read();
        _ends = true;
        return usage;
    }

    private void GoOn(Client client, bool taken)
    {
        if (!taken)
            Interlocked.Increment(ref _refused);
        if (!_ends)
            Say(client);
    }

    private void Hear(Client client, Stamp stamp)
    {
        if (_measures && counts(client, stamp.Author))
            Delays.RecordSince(stamp.At);
    }

    private static void Say(Client client)
    {
        Span<byte> text = stackalloc byte[TextLength];
        Filling.CopyTo(text);
        Stamp.Now(client.Number).WriteTo(text);
        client.Say(text);
    }
}
