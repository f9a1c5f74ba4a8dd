using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace ChatMux.WebFront.Delivery;

/// <summary>
/// SignalR's MessagePack protocol, except that a call which cannot be bound (no such method, wrong number or shape of
/// arguments) goes to <see cref="ChatHub.Malformed"/>: the browser gets the typed refusal instead of an error text.
/// </summary>
internal sealed class RefusingHubProtocol : IHubProtocol
{
    private readonly MessagePackHubProtocol _inner = new(Microsoft.Extensions.Options.Options.Create(
        new MessagePackHubProtocolOptions { SerializerOptions = ContractResolver.Options }));

    public string Name => _inner.Name;

    public int Version => _inner.Version;

    public TransferFormat TransferFormat => _inner.TransferFormat;

    public bool IsVersionSupported(int version) => _inner.IsVersionSupported(version);

    public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message) => _inner.GetMessageBytes(message);

    public void WriteMessage(HubMessage message, IBufferWriter<byte> output) => _inner.WriteMessage(message, output);

    public bool TryParseMessage(ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message)
    {
        if (!_inner.TryParseMessage(ref input, binder, out message))
            return false;
        message = message switch
        {
            InvocationBindingFailureMessage failure => Malformed(failure.InvocationId),
            // No command may be null, and the binder does not know.
            InvocationMessage call when call.Arguments.Contains(null) => Malformed(call.InvocationId),
            // Nothing here streams; as ordinary calls they pass the gate, which counts them.
            StreamInvocationMessage stream => Malformed(stream.InvocationId),
            StreamBindingFailureMessage or StreamItemMessage or CompletionMessage => Malformed(null),
            _ => message,
        };
        return true;
    }

    private static InvocationMessage Malformed(string? invocation) => new(invocation, nameof(ChatHub.Malformed), []);
}
