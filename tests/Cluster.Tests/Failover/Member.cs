using System.Diagnostics;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.WebFront.Messages;
using ChatMux.WebFront.Tests;

namespace ChatMux.Cluster.Tests.Failover;

/// <summary>A guest who writes in a room.</summary>
internal sealed class Member(string name, Fronts fronts) : Visitor(name, fronts)
{
    private ConversationId _conversation;

    /// <summary>Enters at a front, and makes the room or joins it.</summary>
    public async Task Enter(Uri front, RoomId room, bool first)
    {
        await Browser.SignIn(front, Name);
        await Enter(front);
        var joined = first ? await Browser.Creates(room, $"Room of {Name}") : await Browser.Joins(room);
        _conversation = joined.Value!.Conversation;
        Live();
    }

    protected override Written Begin(int number) => new(HexId.New<MessageId>(), $"{Name}: {number}", Stopwatch.GetTimestamp());

    protected override Task<Result<SendReceipt>> Send(Written message) =>
        Call<SendReceipt>("SendMessage", new SendMessageCommand(_conversation, message.Id, message.Text));

    protected override async Task<Result<Stretch>> Read(TestBrowser tab, long after)
    {
        var answer = await tab.Call<MessagePage>("ReadMessages", new ReadMessagesCommand(_conversation, null, after, Limits.PageLength));
        return answer.Value is { } page ? new Stretch(page.Head, [.. page.Messages.Select(Entry.Of)]) : answer.Refusal!;
    }

    protected override void Hear(ServerEvent happened)
    {
        if (happened is MessagePosted posted && posted.Message.Conversation == _conversation)
            Page.Post(Entry.Of(posted.Message));
        else if (happened is ConversationPosition position && position.Conversation == _conversation)
            Page.Learn(position.Head);
    }
}
