using System.Text.Json;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.WebFront.Delivery;
using ChatMux.WebFront.Messages;
using MessagePack;

namespace ChatMux.WebFront.Tests.Delivery;

public sealed class ContractFormatterTests
{
    private static readonly Profile Ada = new(HexId.New<UserId>(), "Ada", "#336699", true);

    private static readonly MailboxBatch Batch = new("epoch", 3,
    [
        new MessagePosted(new ChatMessage(HexId.New<ConversationId>(), 7, HexId.New<MessageId>(), Ada, 1, "héllo 👋")),
        new ReadMoved(new ReadPosition(HexId.New<ConversationId>(), 5, 100, 7)),
        new BuildChanged("b"),
    ]);

    [Fact]
    public void The_socket_carries_what_json_would_under_the_same_names()
    {
        var socket = JsonDocument.Parse(MessagePackSerializer.ConvertToJson(MessagePackSerializer.Serialize(Batch, ContractResolver.Options)));
        var json = JsonSerializer.SerializeToDocument(Batch, ContractJson.Options);
        Assert.True(JsonElement.DeepEquals(json.RootElement, socket.RootElement), socket.RootElement.ToString());
    }

    [Fact]
    public void What_is_written_is_read_back()
    {
        var back = MessagePackSerializer.Deserialize<MailboxBatch>(MessagePackSerializer.Serialize(Batch, ContractResolver.Options), ContractResolver.Options);
        Assert.Equal(Batch.Events, back.Events);
        Result<SendReceipt> refused = new Refusal(RefusalCode.TooFast, 5);
        Assert.Equal(refused, MessagePackSerializer.Deserialize<Result<SendReceipt>>(MessagePackSerializer.Serialize(refused, ContractResolver.Options), ContractResolver.Options));
        Result<SendReceipt> sent = new SendReceipt(1, 2);
        Assert.Equal(sent, MessagePackSerializer.Deserialize<Result<SendReceipt>>(MessagePackSerializer.Serialize(sent, ContractResolver.Options), ContractResolver.Options));
        var read = new ReadMessagesCommand(HexId.New<ConversationId>(), null, 4, 10);
        Assert.Equal(read, MessagePackSerializer.Deserialize<ReadMessagesCommand>(MessagePackSerializer.Serialize(read, ContractResolver.Options), ContractResolver.Options));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"conversation\":\"0123456789abcdef0123456789abcdef\",\"sequence\":\"1\"}")]
    [InlineData("{\"conversation\":null,\"sequence\":1}")]
    [InlineData("{\"conversation\":\"0123456789ABCDEF0123456789ABCDEF\",\"sequence\":1}")]
    [InlineData("{\"conversation\":\"0123456789abcdef0123456789abcdef\",\"sequence\":1.5}")]
    [InlineData("[]")]
    [InlineData("7")]
    public void What_does_not_fit_is_refused(string json) => Assert.Throws<MessagePackSerializationException>(() =>
        MessagePackSerializer.Deserialize<MarkReadCommand>(MessagePackSerializer.ConvertFromJson(json), ContractResolver.Options));

    [Fact]
    public void Members_that_are_not_known_are_passed_over()
    {
        var json = "{\"more\":[1,{}],\"sequence\":1,\"conversation\":\"0123456789abcdef0123456789abcdef\"}";
        var read = MessagePackSerializer.Deserialize<MarkReadCommand>(MessagePackSerializer.ConvertFromJson(json), ContractResolver.Options);
        Assert.Equal(1, read.Sequence);
    }
}
