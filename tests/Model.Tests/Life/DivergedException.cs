namespace ChatMux.Model.Tests.Life;

/// <summary>The place and the model differ. The message holds everything that is needed to see it again.</summary>
internal sealed class DivergedException(
    string howToReplay, IReadOnlyList<Operation> life, IReadOnlyList<Divergence> found, IReadOnlyList<string> journal)
    : Exception($"""
        {howToReplay}
        {string.Join(Environment.NewLine, found.Take(20))}
        after
        {string.Join(Environment.NewLine, life.Select((operation, i) => $"{i + 1}. {operation}"))}
        with
        {string.Join(Environment.NewLine, journal.TakeLast(LastLines))}
        """)
{
    private const int LastLines = 2000;

    public IReadOnlyList<Divergence> Found => found;
}
