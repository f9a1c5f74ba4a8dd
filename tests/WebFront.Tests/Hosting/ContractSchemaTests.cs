using System.Text.Json.Nodes;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.WebFront.Hosting;
using ChatMux.WebFront.Messages;
using Microsoft.AspNetCore.SignalR;

namespace ChatMux.WebFront.Tests.Hosting;

public sealed class ContractSchemaTests
{
    private readonly JsonObject _schema = ContractSchema.Of(typeof(SomeHub));

    [Fact]
    public void A_command_has_its_record_and_its_answer()
    {
        Assert.Equal("#/$defs/ReadMessagesCommand", (string?)Definition("Commands")["properties"]!["ReadMessages"]!["properties"]!["command"]!["$ref"]);
        Assert.Equal("#/$defs/MessagePage", (string?)Definition("Commands")["properties"]!["ReadMessages"]!["properties"]!["answer"]!["$ref"]);
        Assert.Equal("null", (string?)Definition("Commands")["properties"]!["GetInbox"]!["properties"]!["command"]!["type"]);
    }

    [Fact]
    public void What_is_no_command_is_left_out() =>
        Assert.Equal(["GetInbox", "Keep", "ReadMessages"], Definition("Commands")["properties"]!.AsObject().Select(command => command.Key));

    [Fact]
    public void An_id_is_a_named_text_also_in_lists()
    {
        Assert.Equal("string", (string?)Definition("UserId")["type"]);
        Assert.Equal("#/$defs/UserId", (string?)Definition("LobbyChanged")["properties"]!["gone"]!["items"]!["$ref"]);
    }

    [Fact]
    public void An_event_has_its_name_and_nothing_that_stays_on_the_server()
    {
        var typing = Definition("UserTyping")["properties"]!.AsObject();
        Assert.Equal(["type", "conversation", "user"], typing.Select(property => property.Key));
        Assert.Equal("userTyping", (string?)typing["type"]!["const"]);
        Assert.Contains("#/$defs/UserTyping", Definition("ServerEvent")["anyOf"]!.AsArray().Select(one => (string?)one!["$ref"]));
    }

    [Fact]
    public void What_may_be_null_says_so_and_is_there_all_the_same()
    {
        var command = Definition("ReadMessagesCommand");
        Assert.Equal("""[{"type":"number"},{"type":"null"}]""", command["properties"]!["before"]!["anyOf"]!.ToJsonString());
        Assert.Equal("number", (string?)command["properties"]!["count"]!["type"]);
        Assert.Equal(["conversation", "before", "after", "count"], command["required"]!.AsArray().Select(name => (string?)name));
        Assert.Equal("null", (string?)Definition("Entry")["properties"]!["me"]!["anyOf"]![1]!["type"]);
    }

    [Fact]
    public void Bytes_are_bytes() => Assert.Equal("Uint8Array", (string?)Definition("Sealed")["properties"]!["bytes"]!["tsType"]);

    [Fact]
    public void The_limits_have_their_values() => Assert.Equal(Limits.MessageLength, (int?)_schema["limits"]!["messageLength"]);

    private JsonObject Definition(string name) => _schema["$defs"]![name]!.AsObject();

    internal sealed record Sealed(byte[] Bytes);

    internal sealed class SomeHub : Hub
    {
        public Task<Result<MessagePage>> ReadMessages(ReadMessagesCommand command) => throw new NotSupportedException(command.ToString());

        public Task<Result<InboxSnapshot>> GetInbox() => throw new NotSupportedException();

        public Task<Result<Done>> Keep(Sealed letter) => throw new NotSupportedException(letter.ToString());

        public override Task OnConnectedAsync() => Task.CompletedTask;
    }
}
