namespace ChatMux.Silo.Hosting;

/// <summary>
/// A reason not to start that the person who starts it can do something about. The message is the whole sentence to
/// print: no stack trace, exit code 1.
/// </summary>
public sealed class StartupException(string sentence) : Exception(sentence);
