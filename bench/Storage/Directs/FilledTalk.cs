using System.Diagnostics;
using ChatMux.Crowd.Sealed;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Messages;

namespace ChatMux.Storage.Directs;

/// <summary>A conversation of two that holds a number of entries, every third of them a change; a silo has it alone.</summary>
internal sealed class FilledTalk : IAsyncDisposable
{
    private const int Padded = 256;
    private const int Batch = 256;
    private const int ChangeEach = 3;

    private readonly DirectSilo _silo;
    private readonly DirectTalk _talk;
    private readonly Envelope _envelope;

    private FilledTalk(DirectSilo silo, DirectTalk talk) => (_silo, _talk, _envelope) = (silo, talk, talk.EnvelopeOf(talk.Both[0]));

    /// <summary>How many entries it has.</summary>
    public long Head { get; private set; }

    /// <summary>How many of the newest entries have so many changes among them.</summary>
    public static int SpanOf(int changes) => changes * ChangeEach;

    /// <summary>What it takes on disk.</summary>
    public string Size => $"{_silo.Bytes / 1e6:N1} MB";

    /// <summary>Fills one straight through the log, as the conversation would: batches of consecutive entries. The two begin to talk then.</summary>
    public static async Task<FilledTalk> Of(int entries)
    {
        var silo = await DirectSilo.Start();
        var talk = new FilledTalk(silo, new DirectTalk(silo, await silo.SignUp("Ada"), await silo.SignUp("Bo"), Padded));
        var (clock, cpu) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        await talk.Fill(entries);
        Console.WriteLine($"{entries:N0} entries of {talk._envelope.Length} bytes written in {clock.Elapsed.TotalSeconds:N1} s, {entries / clock.Elapsed.TotalSeconds:N0}/s, {(Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / entries:N1} µs of processor time each; on disk {talk.Size}");
        await talk._talk.Begin();
        return talk;
    }

    /// <summary>One more message.</summary>
    public async Task Post()
    {
        var bytes = new byte[_envelope.Length];
        _envelope.WriteTo(bytes);
        Head = Answer.Must(await _talk.Grain.Post(_talk.Both[0], bytes)).Sequence;
    }

    /// <summary>A page of what was written before an entry, or of the newest.</summary>
    public async Task Read(long? before, int count) => Expect(count, await _talk.Grain.Read(_talk.Both[1], new PageRequest(before, null, count)));

    /// <summary>A page of changes.</summary>
    public async Task ReadChanges(long after, int count) => Expect(count, await _talk.Grain.ReadChanges(_talk.Both[1], after, count));

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    private static void Expect(int count, Result<SealedPage> page)
    {
        if (Answer.Must(page).Entries.Count != count)
            throw new InvalidOperationException($"{page.Value!.Entries.Count} entries instead of {count}");
    }

    private async Task Fill(int entries)
    {
        var begun = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() - entries;
        var author = _talk.Both[0];
        while (Head < entries)
        {
            var batch = Enumerable.Range(1, (int)Math.Min(Batch, entries - Head)).Select(i => Next(Head + i, author, begun)).ToArray();
            if (await _silo.Log.Append(_talk.Conversation, batch) != AppendOutcome.Appended)
                throw new InvalidOperationException("not appended");
            Head = batch[^1].Sequence;
        }
    }

    private LogEntry Next(long sequence, Actor author, long begun)
    {
        var bytes = new byte[_envelope.Length];
        _envelope.WriteTo(bytes);
        return new LogEntry(
            sequence, MessageId.Of(Envelope.IdOf(bytes)), author.User, author.KeyDevice!.Value, begun + sequence,
            sequence % ChangeEach == 0 ? LogEntryKind.SealedChange : LogEntryKind.Message, bytes);
    }
}
