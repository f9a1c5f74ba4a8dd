using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace ChatMux.WebFront.Hosting;

/// <summary>Finds the sentence for a start that failed for a reason that the person who started it can change.</summary>
public static class StartSentence
{
    /// <summary>The sentence, or null for a failure that nobody has foreseen.</summary>
    public static string? Of(Exception problem) => problem switch
    {
        CannotStartException => problem.Message,
        // Between the look at the port and its use, someone else took it.
        IOException { InnerException: AddressInUseException } => $"{problem.Message.TrimEnd('.')}: choose another port with --urls http://*:PORT.",
        OptionsValidationException invalid => string.Join(' ', invalid.Failures),
        InvalidOperationException when problem.Message.StartsWith("Failed to convert configuration value", StringComparison.Ordinal) => problem.Message,
        AggregateException many => many.InnerExceptions.Select(Of).FirstOrDefault(sentence => sentence is not null),
        _ => EmbeddedSilo.SentenceOf(problem) ?? (problem.InnerException is { } inner ? Of(inner) : null),
    };
}
