using System.Text;
using ChatMux.Crowd.Sealed;
using ChatMux.Crowd.Wire;

namespace ChatMux.Crowd.Clients;

// What it writes to a friend, sealed.
internal sealed partial class ChatMuxBrowser
{
    // The ids of the calls: the first letter, and behind that of a sealed message which one of those that are on their way it is.
    private const byte SealedCall = (byte)'s', AcknowledgeCall = (byte)'k', FirstSlot = (byte)'0';

    private byte[] _friend = [];
    private byte[] _direct = [];
    private Envelope? _envelope;
    private long _directHead;
    private long _acknowledged;

    /// <summary>Told of the receipt for each sealed message: for which of those that were on their way, and whether the server took it.</summary>
    public Action<ChatMuxBrowser, int, bool>? Receipted { get; set; }

    /// <summary>Told of each sealed message that arrives, the own ones included: when it was sent, and whether by the friend.</summary>
    public Action<ChatMuxBrowser, long, bool>? HeardSealed { get; set; }

    /// <summary>Has a device, which is the first of its user, and proves to be it.</summary>
    public async Task BringDevice(KeyDevice device, byte[] genesis)
    {
        await Command("AppendToChain"u8, (ref PackWriter command) =>
        {
            command.WriteMap(2);
            command.Write("entry"u8);
            command.WriteBytes(genesis);
            command.Write("keys"u8);
            command.WriteBytes(device.KeysFor(genesis));
        }, _ => { });
        byte[] challenge = [];
        await Command("GetDeviceChallenge"u8, null, drawn => challenge = drawn.Member("challenge"u8).ReadBytes().ToArray());
        await Command("ProveDevice"u8, (ref PackWriter command) =>
        {
            command.WriteMap(2);
            command.Write("device"u8);
            command.Write(Encoding.ASCII.GetBytes(device.Id));
            command.Write("signature"u8);
            command.WriteBytes(device.Prove(User, Encoding.ASCII.GetString(_connection), challenge));
        }, _ => { });
    }

    /// <summary>Begins the first epoch with a friend.</summary>
    public Task BeginEpoch(string friend, byte[] record) => Command("BeginEpoch"u8, (ref PackWriter command) =>
    {
        command.WriteMap(2);
        command.Write("with"u8);
        command.Write(Encoding.ASCII.GetBytes(friend));
        command.Write("record"u8);
        command.WriteBytes(record);
    }, _ => { });

    /// <summary>From now on it writes this to a friend.</summary>
    public void TurnTo(string friend, string conversation, Envelope envelope) =>
        (_friend, _direct, _envelope) = (Encoding.ASCII.GetBytes(friend), Encoding.ASCII.GetBytes(conversation), envelope);

    /// <summary>Sends a sealed message to the friend. Returns when.</summary>
    /// <param name="slot">Which one of those on their way it is; the receipt says so.</param>
    public long SaySealed(int slot)
    {
        var call = new HubCall(stackalloc byte[HubCall.Room], [SealedCall, (byte)(FirstSlot + slot)], "SendSealed"u8, 1);
        call.Arguments.WriteMap(2);
        call.Arguments.Write("with"u8);
        call.Arguments.Write(_friend);
        call.Arguments.Write("envelope"u8);
        var moment = _envelope!.WriteTo(call.Arguments.MakeBytes(_envelope.Length));
        Socket!.Send(call.Finish());
        return moment;
    }

    /// <summary>Says how much of the mailbox has arrived, as the real client does some times a second, if that is more than before.</summary>
    public void Acknowledge()
    {
        if (_mailbox is not { } epoch || _mailboxSequence is var sequence && sequence == _acknowledged)
            return;
        _acknowledged = sequence;
        var call = new HubCall(stackalloc byte[HubCall.Room], [AcknowledgeCall], "Acknowledge"u8, 1);
        call.Arguments.WriteMap(2);
        call.Arguments.Write("epoch"u8);
        call.Arguments.Write(epoch);
        call.Arguments.Write("sequence"u8);
        call.Arguments.Write(sequence);
        Socket!.Send(call.Finish());
    }

    protected override void TakeAnswer(ReadOnlySpan<byte> id, bool taken)
    {
        if (id[0] == SealedCall)
            Receipted?.Invoke(this, id[1] - FirstSlot, taken);
        else if (id[0] != AcknowledgeCall)
            base.TakeAnswer(id, taken);
    }

    private void TakeSealed(PackReader posted)
    {
        if (!posted.Member("conversation"u8).ReadText().SequenceEqual(_direct))
            return;
        var entries = posted.Member("entries"u8);
        for (var left = entries.ReadArray(); left > 0; left--)
        {
            TakeSealedEntry(entries);
            entries.Skip();
        }
    }

    private void TakeSealedEntry(PackReader entry)
    {
        var sequence = entry.Member("sequence"u8).ReadInteger();
        if (sequence <= _directHead)
            return;
        Missed += sequence - _directHead - 1;
        _directHead = sequence;
        HeardSealed?.Invoke(this, Envelope.MomentOf(entry.Member("envelope"u8).ReadBytes()), entry.Member("author"u8).ReadText().SequenceEqual(_friend));
    }
}
