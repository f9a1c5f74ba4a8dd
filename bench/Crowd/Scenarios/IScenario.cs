using ChatMux.Crowd.Measures;

namespace ChatMux.Crowd.Scenarios;

/// <summary>Something that a crowd does, and what is measured of it. A new one is a class and a line in Program.cs.</summary>
internal interface IScenario
{
    /// <summary>The name on the command line.</summary>
    string Name { get; }

    /// <summary>Plays it on all the stage's kinds of places.</summary>
    Task<Table> Play(Stage stage);
}
