using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace ChatMux.WebFront.Hosting;

/// <summary>Finds the sentence for a start that failed for a reason that the person who started it can change.</summary>
public static class StartSentence
{
    /// <summary>The sentence, or null for a failure that nobody has foreseen.</summary>
    public static string? Of(Exception problem) => problem switch
    {
        CannotStartException => problem.Message,
        IOException { InnerException: AddressInUseException } => $"{Address(problem)} is taken, perhaps by another ChatMux: stop that one, or choose another port with --urls http://*:PORT.",
        SocketException { SocketErrorCode: SocketError.AccessDenied } => "The port may not be used without more rights: choose one above 1023 with --urls http://*:PORT.",
        SocketException { SocketErrorCode: SocketError.AddressNotAvailable } => "This machine does not have the address that --urls names.",
        FormatException when problem.Message.StartsWith("Invalid url", StringComparison.Ordinal) => $"{problem.Message.TrimEnd('.')}: --urls takes addresses like http://*:5080.",
        AggregateException many => many.InnerExceptions.Select(Of).FirstOrDefault(sentence => sentence is not null),
        _ => EmbeddedSilo.SentenceOf(problem) ?? (problem.InnerException is { } inner ? Of(inner) : null),
    };

    /// <summary>Kestrel says "Failed to bind to address http://[::]:5080: address already in use."</summary>
    private static string Address(Exception problem) =>
        problem.Message.Split(' ').FirstOrDefault(word => word.StartsWith("http", StringComparison.Ordinal)) is { } address
            && Uri.TryCreate(address.TrimEnd(':'), UriKind.Absolute, out var url) ? $"Port {url.Port}" : "The port";
}
