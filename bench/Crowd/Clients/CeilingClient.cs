using ChatMux.Crowd.Wire;

namespace ChatMux.Crowd.Clients;

/// <summary>What a <see cref="CeilingClient"/> does with a text.</summary>
internal enum CeilingSays
{
    /// <summary>Tells everyone.</summary>
    Broadcast,

    /// <summary>Tells its partner.</summary>
    Relay,

    /// <summary>Gets it back as the answer.</summary>
    Echo,
}

/// <summary>A client of the bare hub in bench/Ceiling.</summary>
internal sealed class CeilingClient(Uri server, int number) : Client(server, number)
{
    private byte[] _id = [];

    /// <summary>Where its texts go.</summary>
    public CeilingSays Says { get; set; }

    /// <summary>To whom, if to one.</summary>
    public CeilingClient? Partner { get; set; }

    public override void Say(ReadOnlySpan<byte> text)
    {
        var method = Says switch { CeilingSays.Relay => "Relay"u8, CeilingSays.Echo => "Echo"u8, _ => "Broadcast"u8 };
        var call = new HubCall(stackalloc byte[HubCall.Room], "t"u8, method, Says == CeilingSays.Relay ? 2 : 1);
        if (Says == CeilingSays.Relay)
            call.Arguments.Write(Partner!._id);
        call.Arguments.Write(text);
        Socket!.Send(call.Finish());
    }

    protected override async Task Enter() => _id = await Call(
        "Enter"u8, 0, (ref PackWriter _) => { }, answer => answer.ReadText().ToArray());

    protected override void Hear(ReadOnlySpan<byte> method, PackReader argument) =>
        Heard?.Invoke(this, Stamp.Read(argument.ReadText()));

    protected override bool IsTaken(PackReader answer)
    {
        if (Says == CeilingSays.Echo)
            Heard?.Invoke(this, Stamp.Read(answer.ReadText()));
        return true;
    }
}
