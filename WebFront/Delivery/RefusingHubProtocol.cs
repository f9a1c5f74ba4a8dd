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
        if (message is InvocationBindingFailureMessage failure)
            message = new InvocationMessage(failure.InvocationId, nameof(ChatHub.Malformed), []);
        return true;
    }
}
