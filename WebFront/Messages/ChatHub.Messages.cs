using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.WebFront.Messages;

namespace ChatMux.WebFront;

internal sealed partial class ChatHub
{
    /// <summary>Sends a message; answers once it is on disk.</summary>
    public Task<Result<SendReceipt>> SendMessage(SendMessageCommand command) =>
        Conversation(command.Conversation).Post(Actor, command.Id, command.Text, command.ReplyTo);

    /// <summary>Gives an own message another text.</summary>
    public Task<Result<Done>> EditMessage(EditMessageCommand command) =>
        Conversation(command.Conversation).Edit(Actor, command.Message, command.Text);

    /// <summary>Deletes an own message.</summary>
    public Task<Result<Done>> DeleteMessage(DeleteMessageCommand command) => Conversation(command.Conversation).Delete(Actor, command.Message);

    /// <summary>Reacts to a message, or no longer.</summary>
    public Task<Result<Done>> React(ReactCommand command) =>
        Conversation(command.Conversation).React(Actor, command.Message, command.Emoji, command.On);

    /// <summary>Reads a page of history.</summary>
    public Task<Result<MessagePage>> ReadMessages(ReadMessagesCommand command) =>
        Conversation(command.Conversation).Read(Actor, new PageRequest(command.Before, command.After, command.Count));

    /// <summary>Finds where a time is in the conversation.</summary>
    public Task<Result<LogPlace>> FindTime(FindTimeCommand command) => Conversation(command.Conversation).FindTime(Actor, command.AtMs);

    /// <summary>Looks for messages of a conversation by words and author, newest first.</summary>
    public Task<Result<SearchPage>> SearchMessages(SearchMessagesCommand command) =>
        Conversation(command.Conversation).Search(Actor, new SearchRequest(command.Text, command.Author, command.Before));

    /// <summary>Tells the others that this user is writing.</summary>
    public Task<Result<Done>> Typing(TypingCommand command) => Conversation(command.Conversation).Typing(Actor);

    /// <summary>Moves the read cursor forward.</summary>
    public Task<Result<ReadPosition>> MarkRead(MarkReadCommand command) => Inbox.MarkRead(Actor, command.Conversation, command.Sequence, command.Rewinds ?? 0);

    /// <summary>Moves the read cursor back to before a message.</summary>
    public Task<Result<ReadPosition>> MarkUnread(MarkUnreadCommand command) =>
        Inbox.MarkUnread(Actor, command.Conversation, command.Message, command.Rewinds);

    /// <summary>Sets what of a conversation the user wants to be told of.</summary>
    public Task<Result<Done>> SetNoticeLevel(SetNoticeLevelCommand command) => Inbox.SetNoticeLevel(Actor, command.Conversation, command.Level);

    /// <summary>The user's conversations with unread counts. The browser follows those that it did not follow yet.</summary>
    public async Task<Result<InboxSnapshot>> GetInbox()
    {
        // Counting without many people in many rooms is work.
        if ((await grains.Grain<IUserGrain>(Actor.User.Value).AdmitReading(Actor)).Refusal is { } refusal)
            return refusal;
        var inbox = await Inbox.Open(Actor);
        var unfollowed = inbox.Value?.Conversations.Select(c => TopicId.Of(c.Conversation)).Where(topic => !followers.Has(topic, Browser));
        await Task.WhenAll((unfollowed ?? []).Select(topic => subscriptions.Follow(Browser, topic)));
        return inbox;
    }

    private IConversationGrain Conversation(ConversationId conversation) => grains.Grain<IConversationGrain>(conversation.Value);

    private IInboxGrain Inbox => grains.Grain<IInboxGrain>(Actor.User.Value);
}
