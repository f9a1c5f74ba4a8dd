using ChatMux.Grains.Interfaces;

namespace ChatMux.Storage.Directs;

/// <summary>What grains answer.</summary>
internal static class Answer
{
    /// <summary>What was asked for.</summary>
    /// <exception cref="InvalidOperationException">It was refused.</exception>
    public static T Must<T>(Result<T> result) where T : class => result.Value ?? throw new InvalidOperationException($"refused: {result.Refusal?.Code}");
}
