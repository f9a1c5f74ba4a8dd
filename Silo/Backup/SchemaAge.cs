namespace ChatMux.Silo.Backup;

/// <summary>How the schema of a database and that of this build stand to each other.</summary>
internal enum SchemaAge
{
    /// <summary>It lacks scripts of this build, or has none at all.</summary>
    Older,

    /// <summary>They are the same.</summary>
    Same,

    /// <summary>It has a script that this build does not know.</summary>
    Newer,
}

/// <summary>Compares schemas by the scripts that made them.</summary>
internal static class SchemaAges
{
    public static SchemaAge Of(IReadOnlyCollection<string> had, IReadOnlyCollection<string> known)
    {
        if (had.Except(known, StringComparer.Ordinal).Any()) return SchemaAge.Newer;
        return known.Except(had, StringComparer.Ordinal).Any() ? SchemaAge.Older : SchemaAge.Same;
    }
}
