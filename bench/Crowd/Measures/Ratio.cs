namespace ChatMux.Crowd.Measures;

/// <summary>Writes a number of one server, and how many times the ceiling's it is.</summary>
internal static class Ratio
{
    /// <summary>The number alone for the ceiling itself.</summary>
    public static string Of<T>(T own, T ceiling, Func<T, double> number, string format) where T : class => ReferenceEquals(own, ceiling)
        ? number(own).ToString(format, null)
        : $"{number(own).ToString(format, null)} ({number(own) / number(ceiling):N2}×)";
}
