using System.Collections.Immutable;

namespace TestOrchestrator.Proxy.JsonPaths;

/// <summary>The functions of RFC 9535, section 2.4, with the types that they take and give.</summary>
internal static class Functions
{
    /// <exception cref="ProxyException">TO2221: there is no such function, or it does not take such arguments.</exception>
    public static FilterTerm Call(string text, int position, string name, ImmutableArray<FilterTerm> arguments)
    {
        FilterTerm result = new() { Position = position, What = $"{name}(…)" };
        switch (name)
        {
            case "length":
                Take(1, "a value");
                return result with { Value = new Operand.Length(Value(0)) };
            case "count":
                Take(1, "a path");
                return result with { Value = new Operand.Count(Query(0)) };
            case "value":
                Take(1, "a path");
                return result with { Value = new Operand.OnlyValue(Query(0)) };
            case "match" or "search":
                Take(2, "a value and a pattern");
                return result with { Test = new Condition.Fits(Value(0), Value(1), Anywhere: name == "search") };
            default:
                throw JsonPathErrors.Type(text, position, $"there is no function '{name}'; known are length, count, match, search and value");
        }

        void Take(int count, string what)
        {
            if (arguments.Length != count)
            {
                throw JsonPathErrors.Type(text, position, $"{name} is given {arguments.Length} arguments; it takes {count}: {what}");
            }
        }

        Operand Value(int index) => arguments[index].Value
            ?? throw JsonPathErrors.Type(text, arguments[index].Position, $"{name} is given {arguments[index].What}; it takes a value: a literal, a path of names and indexes only, or length, count or value");

        PathQuery Query(int index) => arguments[index].Query
            ?? throw JsonPathErrors.Type(text, arguments[index].Position, $"{name} is given {arguments[index].What}; it takes a path");
    }
}
