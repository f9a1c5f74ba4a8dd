using System.Net.Mime;
using System.Text.Json;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.WebFront.Delivery;
using ChatMux.WebFront.Sessions;
using Microsoft.AspNetCore.Authentication;

namespace ChatMux.WebFront.Users;

/// <summary><c>POST /api/account/delete</c>: removes the own account.</summary>
/// <param name="WithMessages">Whether everything that one wrote goes too.</param>
public sealed record DeleteAccount(bool WithMessages);

/// <summary>Leaving for good, and taking along what one has here. Over HTTP: a cookie goes, and a file comes.</summary>
internal static class AccountEndpoints
{
    public static void MapAccount(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/account/delete", Delete).RequireAuthorization();
        routes.MapPost("/api/account/export", (Delegate)Export).RequireAuthorization();
    }

    private static async Task<Result<Done>> Delete(DeleteAccount wish, HttpContext http, IGrainFactory grains)
    {
        var actor = SessionClaims.ToActor(http.User);
        var removed = await grains.Grain<IRemovalGrain>(actor.User.Value).RemoveOwn(actor, wish.WithMessages);
        if (removed.Value is not null)
            await http.SignOutAsync();
        return removed;
    }

    /// <summary>A refusal as ever, or a file: <c>{ account, messages }</c>, written as it is read.</summary>
    private static async Task Export(HttpContext http, IGrainFactory grains)
    {
        var actor = SessionClaims.ToActor(http.User);
        var export = grains.Grain<IExportGrain>(actor.User.Value);
        var account = await export.Export(actor);
        if (account.Value is not { } found)
        {
            await http.Response.WriteAsJsonAsync<Result<Done>>(account.Refusal!, ContractJson.Options);
            return;
        }
        http.Response.ContentType = MediaTypeNames.Application.Json;
        http.Response.Headers.ContentDisposition = "attachment; filename=\"chatmux-account.json\"";
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter);
        json.WriteStartObject();
        json.WritePropertyName("account");
        JsonSerializer.Serialize(json, found, ContractJson.Options);
        json.WriteStartArray("messages");
        foreach (var conversation in found.Conversations)
            await Write(json, export, actor, conversation);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static async Task Write(Utf8JsonWriter json, IExportGrain export, Actor actor, ConversationId conversation)
    {
        for (long? after = 0; after is { } from;)
        {
            var page = await export.ExportMessages(actor, conversation, from);
            // Half a file must not look like a whole one.
            if (page.Value is not { } messages)
                throw new InvalidOperationException($"an export was broken off: {page.Refusal!.Code}");
            foreach (var message in messages.Messages)
                JsonSerializer.Serialize(json, message, ContractJson.Options);
            await json.FlushAsync();
            after = messages.Last;
        }
    }
}
