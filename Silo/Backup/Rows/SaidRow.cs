namespace ChatMux.Silo.Backup.Rows;

/// <summary>What somebody said in a message, and what changed it.</summary>
internal readonly record struct SaidRow(Guid Conversation, long Sequence, Guid Author, byte[] Body, byte[]? State);
