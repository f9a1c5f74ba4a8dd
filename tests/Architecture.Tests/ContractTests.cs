using System.Reflection;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using Orleans;

namespace ChatMux.Architecture.Tests;

/// <summary>What crosses between processes keeps its meaning when code is renamed: aliases and member ids are the contract.</summary>
public sealed class ContractTests
{
    private static readonly Type[] Contracts = typeof(IConversationGrain).Assembly.GetTypes();

    private static readonly Type[] Serialized = [.. Contracts.Where(type => type.IsDefined(typeof(GenerateSerializerAttribute), false))];

    private static readonly Type[] Interfaces =
        [.. Contracts.Where(type => type.IsInterface && type.IsPublic && typeof(Orleans.Runtime.IAddressable).IsAssignableFrom(type))];

    [Fact]
    public void Every_serialized_type_and_every_grain_interface_has_an_alias_of_its_own()
    {
        var aliases = Serialized.Concat(Interfaces).Select(type => (type, type.GetCustomAttribute<AliasAttribute>(false)?.Alias)).ToArray();
        Assert.DoesNotContain(aliases, a => string.IsNullOrEmpty(a.Alias));
        Assert.Equal(aliases.Length, aliases.Select(a => a.Alias).Distinct().Count());
    }

    [Fact]
    public void Every_grain_method_has_an_alias_that_is_its_own_within_the_interface()
    {
        foreach (var grain in Interfaces)
        {
            var aliases = grain.GetMethods().Where(m => !m.IsStatic).Select(m => m.GetCustomAttribute<AliasAttribute>(false)?.Alias).ToArray();
            Assert.All(aliases, Assert.NotNull);
            Assert.Equal(aliases.Length, aliases.Distinct().Count());
        }
    }

    [Fact]
    public void Every_member_of_a_serialized_type_has_an_id()
    {
        var without =
            from type in Serialized
            from member in type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            where member.CanWrite && !member.IsDefined(typeof(IdAttribute))
            select $"{type.Name}.{member.Name}";
        Assert.Empty(without);
    }

    [Fact]
    public void Every_type_that_a_grain_takes_or_gives_is_immutable()
    {
        var mutable = Serialized.Where(type => !type.IsDefined(typeof(ImmutableAttribute), false)).Select(type => type.Name);
        Assert.Empty(mutable);
    }

    [Fact]
    public void Who_acts_comes_first()
    {
        var late =
            from grain in Interfaces
            from method in grain.GetMethods().Where(m => !m.IsStatic)
            let actor = method.GetParameters().FirstOrDefault(p => p.ParameterType == typeof(Actor))
            where actor is { Position: > 0 }
            select $"{grain.Name}.{method.Name}";
        Assert.Empty(late);
    }
}
