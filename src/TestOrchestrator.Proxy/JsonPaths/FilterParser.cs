using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace TestOrchestrator.Proxy.JsonPaths;

/// <summary>Reads the condition of a filter. Not thread-safe.</summary>
internal sealed class FilterParser(PathReader reader, Func<PathQuery> parseQuery)
{
    // A parser that calls itself must stop before the stack does.
    private const int MaxDepth = 64;

    private const string TermExpected = "'@', '$', a literal, a function, '(' or '!' is expected";

    private int _depth;

    /// <summary>The condition, after <c>?</c>; blanks around it are taken.</summary>
    public Condition Parse() => Nested(() =>
    {
        reader.SkipBlanks();
        return Any();
    });

    private Condition Any()
    {
        List<Condition> either = [All()];
        while (reader.Take("||"))
        {
            reader.SkipBlanks();
            either.Add(All());
        }

        return either is [Condition only] ? only : new Condition.Any([.. either]);
    }

    private Condition All()
    {
        List<Condition> each = [Basic()];
        while (reader.Take("&&"))
        {
            reader.SkipBlanks();
            each.Add(Basic());
        }

        return each is [Condition only] ? only : new Condition.All([.. each]);
    }

    // Takes the blanks after it.
    private Condition Basic()
    {
        bool isNegated = reader.Take('!');
        if (isNegated)
        {
            reader.SkipBlanks();
        }

        Condition condition;
        if (reader.Take('('))
        {
            condition = Parse();
            reader.Expect(')', "')' is expected");
            reader.SkipBlanks();
        }
        else
        {
            FilterTerm term = Term();
            reader.SkipBlanks();
            condition = !isNegated && Operator() is { } comparison ? Compare(term, comparison) : Test(term);
        }

        return isNegated ? new Condition.Not(condition) : condition;
    }

    private Comparison Compare(FilterTerm left, ComparisonOperator comparison)
    {
        Operand value = Value(left);
        reader.SkipBlanks();
        Comparison condition = new(value, comparison, Value(Term()));
        reader.SkipBlanks();
        return condition;
    }

    private Condition Test(FilterTerm term) => term.Test
        ?? throw JsonPathErrors.Type(reader.Text, term.Position, $"{term.What} stands alone; it is a value, which is to be compared by ==, !=, <, <=, > or >=");

    private Operand Value(FilterTerm term) => term.Value
        ?? throw JsonPathErrors.Type(reader.Text, term.Position, $"{term.What} is compared; literals, paths of names and indexes only, and the functions length, count and value can be");

    private ComparisonOperator? Operator() =>
        reader.Take("==") ? ComparisonOperator.Equal
        : reader.Take("!=") ? ComparisonOperator.NotEqual
        : reader.Take("<=") ? ComparisonOperator.LessOrEqual
        : reader.Take(">=") ? ComparisonOperator.GreaterOrEqual
        : reader.Take('<') ? ComparisonOperator.Less
        : reader.Take('>') ? ComparisonOperator.Greater
        : null;

    private FilterTerm Term()
    {
        int start = reader.Position;
        switch (reader.Next)
        {
            case '@' or '$':
                PathQuery query = Nested(parseQuery);
                return new FilterTerm
                {
                    Position = start,
                    What = $"the path '{reader.Text[start..reader.Position]}'",
                    Value = query.IsSingular ? new Operand.Singular(query) : null,
                    Test = new Condition.Exists(query),
                    Query = query,
                };
            case '\'' or '"':
                return Literal(start, JsonValue.Create(QuotedText.Read(reader)));
            case '-' or (>= '0' and <= '9'):
                return Literal(start, JsonNode.Parse(reader.Number()));
            default:
                return Word(start);
        }
    }

    private FilterTerm Word(int start)
    {
        string name = reader.FunctionName();
        if (name.Length > 0 && reader.Take('('))
        {
            return Nested(() => Functions.Call(reader.Text, start, name, Arguments()));
        }

        return name switch
        {
            "true" => Literal(start, JsonValue.Create(true)),
            "false" => Literal(start, JsonValue.Create(false)),
            "null" => Literal(start, null),
            "" => throw reader.Unexpected(TermExpected),
            _ => throw reader.Unexpected(start, $"'{name}'", TermExpected),
        };
    }

    private ImmutableArray<FilterTerm> Arguments()
    {
        ImmutableArray<FilterTerm>.Builder arguments = ImmutableArray.CreateBuilder<FilterTerm>();
        reader.SkipBlanks();
        if (reader.Take(')'))
        {
            return [];
        }

        do
        {
            reader.SkipBlanks();
            arguments.Add(Term());
            reader.SkipBlanks();
        }
        while (reader.Take(','));
        reader.Expect(')', "',' and another argument, or ')', is expected");
        return arguments.ToImmutable();
    }

    private T Nested<T>(Func<T> parse)
    {
        if (_depth == MaxDepth)
        {
            throw reader.Unexpected($"filters, parentheses and functions are nested at most {MaxDepth} deep");
        }

        _depth++;
        T parsed = parse();
        _depth--;
        return parsed;
    }

    private FilterTerm Literal(int start, JsonNode? value) => new()
    {
        Position = start,
        What = $"the literal {reader.Text[start..reader.Position]}",
        Value = new Operand.Literal(value),
    };
}
