namespace ChatMux.WebFront.Hosting;

/// <summary>The front cannot start, and one sentence says all that the person who started it needs to know.</summary>
public sealed class CannotStartException(string sentence, Exception? cause = null) : Exception(sentence, cause);
