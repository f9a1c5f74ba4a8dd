using System.Globalization;
using System.Security.Claims;
using System.Text.Json;

namespace ChatMux.WebFront.Sessions;

/// <summary>What GitHub says of somebody (<c>GET /user</c>, docs.github.com/rest/users).</summary>
/// <param name="Id">The numeric id, the only thing that never changes or passes to another.</param>
/// <param name="Login">The account's name.</param>
/// <param name="Name">The person's name, or the account's where there is none.</param>
/// <param name="Picture">Where the picture is, or null.</param>
internal sealed record GitHubPerson(string Id, string Login, string Name, string? Picture)
{
    /// <summary>Reads the answer.</summary>
    /// <exception cref="JsonException">It is not one.</exception>
    public static GitHubPerson Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        var answer = document.RootElement;
        if (answer.ValueKind != JsonValueKind.Object || !answer.TryGetProperty("id", out var id)
            || id.ValueKind != JsonValueKind.Number || !id.TryGetInt64(out var number) || number <= 0
            || Text(answer, "login") is not { } login)
            throw new JsonException("not a person");
        return new GitHubPerson(number.ToString(CultureInfo.InvariantCulture), login, Text(answer, "name") ?? login, Text(answer, "avatar_url"));
    }

    /// <summary>Puts it into the ticket that the OAuth handler hands on.</summary>
    public void WriteTo(ClaimsIdentity identity)
    {
        identity.AddClaim(new Claim(nameof(Id), Id));
        identity.AddClaim(new Claim(nameof(Login), Login));
        identity.AddClaim(new Claim(nameof(Name), Name));
        if (Picture is not null)
            identity.AddClaim(new Claim(nameof(Picture), Picture));
    }

    /// <summary>Takes it out again.</summary>
    public static GitHubPerson Of(ClaimsPrincipal ticket) => new(
        ticket.FindFirstValue(nameof(Id))!, ticket.FindFirstValue(nameof(Login))!, ticket.FindFirstValue(nameof(Name))!, ticket.FindFirstValue(nameof(Picture)));

    private static string? Text(JsonElement answer, string name) =>
        answer.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 and < 1_024 } text ? text : null;
}
