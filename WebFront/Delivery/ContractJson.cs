using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
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
            RespectNullableAnnotations = true,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutIgnoredOverrides } },
        };
        options.MakeReadOnly();
        return options;
    }

    /// <summary>A member that its base class keeps off the wire stays off it where it is overridden.</summary>
    private static void LeaveOutIgnoredOverrides(JsonTypeInfo type)
    {
        foreach (var property in type.Properties.ToList())
            if (type.Type.BaseType?.GetProperty((property.AttributeProvider as PropertyInfo)?.Name ?? "")?.IsDefined(typeof(JsonIgnoreAttribute), inherit: true) == true)
                type.Properties.Remove(property);
    }
}
