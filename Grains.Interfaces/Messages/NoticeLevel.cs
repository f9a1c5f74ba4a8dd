using System.Text.Json.Serialization;

namespace ChatMux.Grains.Interfaces.Messages;

/// <summary>What of a conversation somebody wants to be told of: by a badge, a sound, a notification.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<NoticeLevel>))]
public enum NoticeLevel
{
    /// <summary>Every message.</summary>
    [JsonStringEnumMemberName("all")] All,

    /// <summary>Messages that call them.</summary>
    [JsonStringEnumMemberName("mentions")] Mentions,

    /// <summary>Nothing.</summary>
    [JsonStringEnumMemberName("none")] None,
}
