using System.ComponentModel;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.WebFront.Delivery;
using ChatMux.WebFront.Sessions;
using ChatMux.WebFront.Users;
using Microsoft.AspNetCore.SignalR;

namespace ChatMux.WebFront.Hosting;

/// <summary>
/// Everything that crosses the wire between browser and front, as one JSON Schema: the hub's commands with their answers,
/// the events, the HTTP bodies and the limits. The build makes <c>wwwroot/src/contract.ts</c> of it, so that the two sides
/// cannot drift apart.
/// </summary>
public sealed class ContractSchema
{
    private static readonly JsonSerializerOptions Json = new(ContractJson.Options)
    {
        // The web's leniency towards numbers in quotes is not part of the contract.
        NumberHandling = JsonNumberHandling.Strict,
        WriteIndented = true,
        NewLine = "\n",
    };

    private readonly JsonObject _definitions = [];
    private readonly Queue<Type> _waiting = [];
    private readonly Dictionary<string, Type> _named = [];

    private ContractSchema()
    {
    }

    /// <summary>Writes the schema of this program's own hub, unless the file already says the same.</summary>
    public static int WriteTo(string path)
    {
        var hub = typeof(ContractSchema).Assembly.GetTypes().Single(type => type.IsSubclassOf(typeof(Hub)));
        var text = Of(hub).ToJsonString(Json) + "\n";
        if (!File.Exists(path) || File.ReadAllText(path) != text)
            File.WriteAllText(path, text);
        return 0;
    }

    /// <summary>
    /// The schema of a hub whose commands take at most one record and answer a <see cref="Result{T}"/>. A method that is
    /// not for browsers to call is marked <see cref="EditorBrowsableState.Never"/>.
    /// </summary>
    public static JsonObject Of(Type hub) => new ContractSchema().Describe(hub);

    private JsonObject Describe(Type hub)
    {
        var contract = Object(
            ("commands", Object([.. Commands(hub)])),
            ("events", new JsonObject { ["type"] = "array", ["items"] = Reference(typeof(ServerEvent)) }),
            ("mailbox", Reference(typeof(MailboxBatch))),
            ("entry", Reference(typeof(Entry))),
            ("enterAsGuest", Reference(typeof(EnterAsGuest))),
            ("enterAsDemo", Reference(typeof(EnterAsDemo))),
            ("endSession", Reference(typeof(EndSession))),
            ("deleteAccount", Reference(typeof(DeleteAccount))),
            ("createPasskey", Reference(typeof(CreatePasskey))),
            ("passkeyChallenge", Reference(typeof(PasskeyChallenge))),
            ("passkeyAnswer", Reference(typeof(PasskeyAnswer))),
            ("profile", Reference(typeof(Profile))),
            ("refusal", Reference(typeof(Refusal))));
        _definitions["Commands"] = contract["properties"]!["commands"]!.DeepClone();
        contract["properties"]!["commands"] = new JsonObject { ["$ref"] = "#/$defs/Commands" };
        while (_waiting.TryDequeue(out var type))
            _definitions[type.Name] = Define(type);
        contract["title"] = "Contract";
        contract["$defs"] = _definitions;
        contract["limits"] = LimitValues();
        return contract;
    }

    private IEnumerable<(string, JsonNode)> Commands(Type hub) =>
        from method in hub.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        let answer = AnswerOf(method)
        where answer is not null && method.GetCustomAttribute<EditorBrowsableAttribute>()?.State != EditorBrowsableState.Never
        orderby method.Name
        select (method.Name, (JsonNode)Object(("command", CommandOf(method)), ("answer", Reference(answer))));

    private JsonObject CommandOf(MethodInfo method) => method.GetParameters() switch
    {
        [] => new JsonObject { ["type"] = "null" },
        [var command] => Reference(command.ParameterType),
        _ => throw new InvalidOperationException($"{method.Name} takes more than one record."),
    };

    private static Type? AnswerOf(MethodInfo method)
    {
        var task = method.ReturnType;
        var result = task.IsGenericType && task.GetGenericTypeDefinition() == typeof(Task<>) ? task.GetGenericArguments()[0] : null;
        return result is { IsGenericType: true } && result.GetGenericTypeDefinition() == typeof(Result<>) ? result.GetGenericArguments()[0] : null;
    }

    private JsonObject Define(Type type)
    {
        if (IsId(type))
            return new JsonObject { ["type"] = "string" };
        if (EventNames(type) is { Count: > 0 } events)
            return new JsonObject { ["anyOf"] = new JsonArray([.. events.Select(derived => Reference(derived.DerivedType))]) };
        var schema = Json.GetJsonSchemaAsNode(type, new JsonSchemaExporterOptions
        {
            TreatNullObliviousAsNonNullable = true,
            TransformSchemaNode = Transform,
        }).AsObject();
        return schema.ContainsKey("enum") ? schema : Closed(type, schema);
    }

    /// <summary>An object whose properties are all there, with the event's name in front where it has one.</summary>
    private JsonObject Closed(Type type, JsonObject schema)
    {
        var optionalIds = OptionalIds(type);
        var properties = schema["properties"]?.AsObject().Select(property =>
            (property.Key, optionalIds.TryGetValue(property.Key, out var id) ? OrNull(Reference(id)) : property.Value!.DeepClone())) ?? [];
        var name = type.BaseType is { } parent ? EventNames(parent).FirstOrDefault(derived => derived.DerivedType == type) : null;
        return name is null
            ? Object([.. properties])
            : Object([("type", new JsonObject { ["const"] = (string)name.TypeDiscriminator! }), .. properties]);
    }

    private JsonNode Transform(JsonSchemaExporterContext context, JsonNode schema)
    {
        if (context.Path.IsEmpty)
            return schema;
        var declared = context.TypeInfo.Type;
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        if (Named(type) is not { } node)
            return context.TypeInfo.ElementType is { } element && Named(element) is { } items ? WithItems(schema, items) : schema;
        var nullable = type != declared || (!declared.IsValueType && context.PropertyInfo is { IsGetNullable: true });
        return nullable ? OrNull(node) : node;
    }

    /// <summary>The exporter says nothing either of an id that may be missing.</summary>
    private static Dictionary<string, Type> OptionalIds(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => Nullable.GetUnderlyingType(property.PropertyType) is { } id && IsId(id))
        .ToDictionary(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name), property => Nullable.GetUnderlyingType(property.PropertyType)!);

    private static JsonObject OrNull(JsonNode node) => new() { ["anyOf"] = new JsonArray(node, new JsonObject { ["type"] = "null" }) };

    private JsonObject? Named(Type type) =>
        type.Namespace?.StartsWith("ChatMux.", StringComparison.Ordinal) == true && !type.IsGenericType ? Reference(type)
        : type == typeof(byte[]) || type == typeof(ReadOnlyMemory<byte>) ? new JsonObject { ["tsType"] = "Uint8Array" }
        : type == typeof(int) || type == typeof(long) || type == typeof(double) || type == typeof(float) ? new JsonObject { ["type"] = "number" }
        : null;

    private JsonObject Reference(Type type)
    {
        if (_named.TryAdd(type.Name, type))
            _waiting.Enqueue(type);
        else if (_named[type.Name] != type)
            throw new InvalidOperationException($"Two contract types are called {type.Name}: {type} and {_named[type.Name]}.");
        return new JsonObject { ["$ref"] = $"#/$defs/{type.Name}" };
    }

    private static JsonObject Object(params (string Name, JsonNode Schema)[] properties) => new()
    {
        ["type"] = "object",
        ["additionalProperties"] = false,
        ["properties"] = new JsonObject(properties.Select(property => KeyValuePair.Create(property.Name, (JsonNode?)property.Schema))),
        ["required"] = new JsonArray([.. properties.Select(property => (JsonNode)property.Name)]),
    };

    private static JsonObject LimitValues() => new(typeof(Limits)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Where(field => field.IsLiteral)
        .Select(field => KeyValuePair.Create(JsonNamingPolicy.CamelCase.ConvertName(field.Name), JsonSerializer.SerializeToNode(field.GetRawConstantValue(), Json))));

    private static List<JsonDerivedTypeAttribute> EventNames(Type type) => [.. type.GetCustomAttributes<JsonDerivedTypeAttribute>(inherit: false)];

    /// <summary>The exporter says nothing of elements whose converter is our own, as that of ids.</summary>
    private static JsonNode WithItems(JsonNode array, JsonObject items)
    {
        array["items"] = items;
        return array;
    }

    private static bool IsId(Type type) =>
        type.GetInterfaces().Any(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IHexId<>));
}
