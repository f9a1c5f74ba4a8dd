using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;
using MessagePack;

namespace ChatMux.WebFront.Delivery;

/// <summary>The members of a contract record, and how to make one of their values.</summary>
internal sealed class ContractShape
{
    private static readonly ConcurrentDictionary<Type, ContractShape> Shapes = [];

    private readonly Dictionary<string, int> _indexes;
    private readonly Func<object?[], object> _construct;
    private readonly int[] _arguments;
    private readonly bool[] _mayBeNull;
    private readonly int[] _setAfter;

    private ContractShape(Type type)
    {
        Members = [.. ContractJson.TypeInfo(type).Properties.Where(p => p.Get is not null).Select(ContractMember.Of)];
        _indexes = Members.Select((member, i) => (member.Name, i)).ToDictionary(m => m.Name, m => m.i);
        var constructor = type.GetConstructors().MaxBy(c => c.GetParameters().Length)!;
        var parameters = constructor.GetParameters();
        _arguments = [.. parameters.Select(p => Members.ToList().FindIndex(m => string.Equals(m.Name, p.Name, StringComparison.OrdinalIgnoreCase)))];
        // Members without a constructor parameter (those of Result) have setters.
        _setAfter = [.. Enumerable.Range(0, Members.Count).Where(i => !_arguments.Contains(i) && Members[i].Set is not null)];
        var nullability = new NullabilityInfoContext();
        _mayBeNull = [.. parameters.Select(p => nullability.Create(p).WriteState == NullabilityState.Nullable)];
        _construct = Compile(constructor);
    }

    public IReadOnlyList<ContractMember> Members { get; }

    public static ContractShape Of(Type type) => Shapes.GetOrAdd(type, t => new ContractShape(t));

    public int IndexOf(string? name) => name is not null && _indexes.TryGetValue(name, out var index) ? index : -1;

    public object Create(object?[] values)
    {
        var arguments = new object?[_arguments.Length];
        for (var i = 0; i < arguments.Length; i++)
            arguments[i] = values[_arguments[i]] is { } value || _mayBeNull[i]
                ? values[_arguments[i]]
                : throw new MessagePackSerializationException("a member is missing");
        var made = _construct(arguments);
        foreach (var i in _setAfter)
            Members[i].Set!(made, values[i]);
        return made;
    }

    private static Func<object?[], object> Compile(ConstructorInfo constructor)
    {
        var values = Expression.Parameter(typeof(object?[]));
        var arguments = constructor.GetParameters()
            .Select((p, i) => Expression.Convert(Expression.ArrayIndex(values, Expression.Constant(i)), p.ParameterType));
        var make = Expression.Convert(Expression.New(constructor, arguments), typeof(object));
        return Expression.Lambda<Func<object?[], object>>(make, values).Compile();
    }
}
