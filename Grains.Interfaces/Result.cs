namespace ChatMux.Grains.Interfaces;

/// <summary>An answer that may be a refusal, whatever its value would be.</summary>
public interface IRefusable
{
    /// <summary>Why it was refused, or null when it was not.</summary>
    Refusal? Refusal { get; }
}

/// <summary>What a call that may be refused answers: exactly one of a value and a refusal.</summary>
[GenerateSerializer, Immutable, Alias("Result`1")]
public sealed record Result<T> : IRefusable where T : class
{
    /// <summary>The answer, or null when refused.</summary>
    [Id(0)] public T? Value { get; init; }

    /// <summary>Why it was refused, or null when it was not.</summary>
    [Id(1)] public Refusal? Refusal { get; init; }

    /// <summary>Wraps an answer.</summary>
    public static implicit operator Result<T>(T value) => new() { Value = value };

    /// <summary>Wraps a refusal.</summary>
    public static implicit operator Result<T>(Refusal refusal) => new() { Refusal = refusal };

    /// <summary>Wraps a refusal that needs no more than its code.</summary>
    public static implicit operator Result<T>(RefusalCode code) => new Refusal(code);
}

/// <summary>The answer of a call that has nothing to say but that it was done.</summary>
[GenerateSerializer, Immutable, Alias("Done")]
public sealed record Done
{
    /// <summary>The only one.</summary>
    public static readonly Done Instance = new();
}
