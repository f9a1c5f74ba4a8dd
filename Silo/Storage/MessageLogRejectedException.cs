namespace ChatMux.Silo.Storage;

/// <summary>One append that the log cannot take, whatever is retried: a bug of its caller. The appends beside it are not affected.</summary>
public sealed class MessageLogRejectedException(string message, Exception? inner = null) : Exception(message, inner);
