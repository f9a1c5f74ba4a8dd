namespace ChatMux.Silo.Hosting;

/// <summary>Where the data of this silo is, for people.</summary>
/// <param name="Text">A directory, or a database without who one is there.</param>
internal sealed record DataPlace(string Text);
