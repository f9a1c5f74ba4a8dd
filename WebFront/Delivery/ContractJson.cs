using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ChatMux.WebFront.Delivery;

/// <summary>How contract types look from outside: the one set of names for HTTP, for the socket and for the client's types.</summary>
public static class ContractJson
{
    /// <summary>camelCase names, the default for the web.</summary>
    public static readonly JsonSerializerOptions Options = MakeOptions();

    /// <summary>The members of a contract type.</summary>
    public static JsonTypeInfo TypeInfo(Type type) => Options.GetTypeInfo(type);

    private static JsonSerializerOptions MakeOptions()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
            NumberHandling = default,
        };
        options.MakeReadOnly();
        return options;
    }
}
