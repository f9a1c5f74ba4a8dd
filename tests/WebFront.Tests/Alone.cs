namespace ChatMux.WebFront.Tests;

/// <summary>For tests with many browsers or a time to keep: no other test runs beside them.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class Alone;
