using System.Collections.Immutable;
using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Groups.Texts;
using TestOrchestrator.Groups.Toml.Values;

namespace TestOrchestrator.Groups.Toml.Parsing;

/// <summary>Reads a document: headers, keys with values, and the values that hold others. Reads once; not thread-safe.</summary>
internal sealed class TomlParser
{
    // Far beyond what anybody writes, and far below what a stack holds.
    private const int MaxDepth = 128;

    private readonly TomlCursor _cursor;
    private readonly TomlKeyReader _keys;
    private readonly TomlStringReader _strings;
    private readonly TomlScalarReader _scalars;

    public TomlParser(TomlCursor cursor)
    {
        _cursor = cursor;
        _strings = new(cursor);
        _scalars = new(cursor);
        _keys = new(cursor, _strings);
    }

    public TomlTable Document()
    {
        TomlNode root = new(TomlNodeOrigin.Header, _cursor.Position, depth: 0);
        TomlNode table = root;
        while (true)
        {
            _cursor.SkipLines();
            if (_cursor.AtEnd)
            {
                return root.FreezeTable();
            }

            if (_cursor.Current == '[')
            {
                table = Header(root);
                _cursor.EndLine("a header");
                continue;
            }

            KeyAndValue(table);
            _cursor.EndLine("a value");
        }
    }

    private TomlNode Header(TomlNode root)
    {
        TextPosition start = _cursor.Position;
        bool ofArray = _cursor.TryTake("[[");
        if (!ofArray)
        {
            _cursor.Skip();
        }

        List<TomlKey> path = _keys.Read();
        string close = ofArray ? "]]" : "]";
        if (!_cursor.TryTake(close))
        {
            throw _cursor.Fail($"Expected '{close}' at the end of the header and saw {_cursor.Seen()}.");
        }

        TomlNode parent = root;
        foreach (TomlKey key in path[..^1])
        {
            parent = Enter(parent, key, TomlNodeOrigin.Mentioned);
        }

        return ofArray ? ArrayElement(parent, path[^1], start) : Table(parent, path[^1], start);
    }

    private TomlNode Table(TomlNode parent, TomlKey key, TextPosition start)
    {
        switch (parent.Find(key.Name))
        {
            case null:
                TomlNode made = new(TomlNodeOrigin.Header, start, Deeper(parent, key.Position));
                parent.Add(key, made);
                return made;
            case { Value: TomlNode { Origin: TomlNodeOrigin.Mentioned } mentioned }:
                mentioned.DefineByHeader(start);
                return mentioned;
            case { Value: TomlNode { Origin: TomlNodeOrigin.ArrayOfTables } array }:
                throw Twice(key, array.Position, $"is an array of tables since {array.Position}. Add an element with [[...]]");
            case { } other:
                throw Twice(key, other.Key.Position);
        }
    }

    private TomlNode ArrayElement(TomlNode parent, TomlKey key, TextPosition start)
    {
        switch (parent.Find(key.Name))
        {
            case null:
                TomlNode made = new(TomlNodeOrigin.ArrayOfTables, start, Deeper(parent, key.Position));
                parent.Add(key, made);
                return made.AddElement(start);
            case { Value: TomlNode { Origin: TomlNodeOrigin.ArrayOfTables } array }:
                return array.AddElement(start);
            case { Value: TomlArray, Key: TomlKey first }:
                throw Twice(key, first.Position, $"is an array with all its elements since {first.Position}. Tables can be added only to an array that [[...]] began");
            case { } other:
                throw Twice(key, other.Key.Position);
        }
    }

    private void KeyAndValue(TomlNode table)
    {
        List<TomlKey> path = _keys.Read();
        if (!_cursor.TryTake("="))
        {
            throw _cursor.Fail($"Expected '=' after the key '{string.Join('.', path.Select(key => key.Name))}' and saw {_cursor.Seen()}.");
        }

        _cursor.SkipBlanks();
        TomlNode parent = table;
        foreach (TomlKey key in path[..^1])
        {
            parent = Enter(parent, key, TomlNodeOrigin.DottedKey);
        }

        if (parent.Find(path[^1].Name) is { } existing)
        {
            throw Twice(path[^1], existing.Key.Position);
        }

        parent.Add(path[^1], Value(parent.Depth + 1));
    }

    // Goes to the table of a key that is not the last one of its path, and makes it when it is not there.
    private TomlNode Enter(TomlNode parent, TomlKey key, TomlNodeOrigin by)
    {
        switch (parent.Find(key.Name))
        {
            case null:
                TomlNode made = new(by, key.Position, Deeper(parent, key.Position));
                parent.Add(key, made);
                return made;
            case { Value: TomlNode node } when by == TomlNodeOrigin.Mentioned || node.Origin == TomlNodeOrigin.DottedKey:
                return node.Open();
            case { Value: TomlNode, Key: TomlKey first }:
                throw Twice(key, first.Position, $"is a table with a header since {first.Position}. Add to it below its header, not by dotted keys");
            case { Value: TomlTable, Key: TomlKey first }:
                throw Twice(key, first.Position, $"is an inline table since {first.Position}, which has all its keys. Add to it between its braces");
            case { Value: TomlValue value, Key: TomlKey first }:
                throw Twice(key, first.Position, $"is {value.Kind} since {first.Position}, and only a table has keys");
        }

        throw new System.Diagnostics.UnreachableException();
    }

    private TomlValue Value(int depth)
    {
        switch (_cursor.Current)
        {
            case '"' or '\'':
                TextPosition start = _cursor.Position;
                return new TomlString(_strings.Read(), start);
            case '[':
                return Array(Shallow(depth, _cursor.Position));
            case '{':
                return InlineTable(Shallow(depth, _cursor.Position));
            default:
                return _scalars.Read();
        }
    }

    private TomlArray Array(int depth)
    {
        TextPosition start = _cursor.Position;
        ImmutableArray<TomlValue>.Builder items = ImmutableArray.CreateBuilder<TomlValue>();
        _cursor.Skip();
        _cursor.SkipLines();
        while (!_cursor.TryTake("]"))
        {
            items.Add(Value(depth + 1));
            _cursor.SkipLines();
            if (!_cursor.TryTake(",") && _cursor.Current != ']')
            {
                throw _cursor.Fail($"Expected ',' or ']' in the array that begins at {start} and saw {_cursor.Seen()}.");
            }

            _cursor.SkipLines();
        }

        return new(items.ToImmutable(), start);
    }

    private TomlTable InlineTable(int depth)
    {
        TomlNode table = new(TomlNodeOrigin.Header, _cursor.Position, depth);
        _cursor.Skip();
        _cursor.SkipBlanks();
        if (_cursor.TryTake("}"))
        {
            return table.FreezeTable();
        }

        while (true)
        {
            KeyAndValue(table);
            _cursor.SkipBlanks();
            if (_cursor.TryTake("}"))
            {
                return table.FreezeTable();
            }

            if (!_cursor.TryTake(","))
            {
                throw _cursor.Fail($"Expected ',' or '}}' in the inline table that begins at {table.Position} and saw {_cursor.Seen()}. An inline table stands in one line.");
            }

            _cursor.SkipBlanks();
            if (_cursor.Current == '}')
            {
                throw _cursor.Fail("Expected a key after ',' and saw '}'. The last entry of an inline table has no comma after it.");
            }
        }
    }

    private int Deeper(TomlNode parent, TextPosition at) => Shallow(parent.Depth + 1, at);

    private int Shallow(int depth, TextPosition at) => depth <= MaxDepth
        ? depth
        : throw _cursor.Fail(at, $"This is {depth} levels deep. The limit is {MaxDepth}.");

    private EngineException Twice(TomlKey key, TextPosition first, string? state = null) => TomlErrors.Redefined(
        _cursor.File,
        key.Position,
        $"'{key.Name}' {state ?? $"is defined already at {first}. A key is defined once"}.");
}
