using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.WebFront.Delivery;
using MessagePack;
using MessagePack.Formatters;
using MessagePack.Resolvers;

namespace ChatMux.WebFront.Tests;

/// <summary>Of the events in one frame, those that tests of crowds look at. A thousand browsers that each decode the whole lobby would be all that is measured.</summary>
internal sealed record Glance(IReadOnlyList<ServerEvent> Events)
{
    public static MessagePackSerializerOptions Options { get; } = ContractResolver.Options.WithResolver(
        CompositeResolver.Create([new Formatter()], [ContractResolver.Options.Resolver]));

    private static readonly HashSet<string> Wanted = ["messagePosted", "conversationPosition", "resyncNeeded", "connectionSuperseded"];

    private sealed class Formatter : IMessagePackFormatter<Glance>
    {
        public void Serialize(ref MessagePackWriter writer, Glance value, MessagePackSerializerOptions options) => throw new NotSupportedException();

        public Glance Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
        {
            var events = new List<ServerEvent>();
            for (var left = reader.ReadArrayHeader(); left > 0; left--)
                if (IsWanted(reader.CreatePeekReader()))
                    events.Add(MessagePackSerializer.Deserialize<ServerEvent>(ref reader, options));
                else
                    reader.Skip();
            return new Glance(events);
        }

        // The name comes first in what the server writes.
        private static bool IsWanted(MessagePackReader reader)
        {
            reader.ReadMapHeader();
            return reader.ReadString() == "type" && Wanted.Contains(reader.ReadString() ?? "");
        }
    }
}

/// <summary>Of a welcome, what tests of crowds look at.</summary>
internal sealed record WelcomeGlance(Profile Me, MailboxState Mailbox, InboxSnapshot Inbox);
