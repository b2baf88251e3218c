using System.Collections.Immutable;
using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Groups.Texts;
using TestOrchestrator.Groups.Toml.Values;

namespace TestOrchestrator.Groups.Toml.Reading;

/// <summary>
/// Reads the entries of a table as what the reader wants them to be. What is wrong is noted, and answered with a value that lets the
/// reading go on; <see cref="ThrowIfProblems"/> reports all of it at once.
/// </summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class TomlReading
{
    private readonly TomlTable _table;
    private readonly string _where;
    private readonly List<TomlProblem> _problems;

    private TomlReading(TomlTable table, string where, string file, List<TomlProblem> problems)
    {
        _table = table;
        _where = where;
        _problems = problems;
        File = file;
    }

    public string File { get; }

    public TextPosition Position => _table.Position;

    /// <summary>Gets the keys, in the order of the file.</summary>
    public IEnumerable<TomlKey> Keys => _table.Entries.Select(entry => entry.Key);

    public static TomlReading Of(TomlTable root, string file) => new(root, "", file, []);

    /// <summary>Notes every key that is not one of these.</summary>
    public TomlReading Known(params string[] names)
    {
        foreach (TomlKey key in Keys.Where(key => !names.Contains(key.Name, StringComparer.Ordinal)))
        {
            string hint = Names.Nearest(key.Name, names) is string nearest ? $"; did you mean '{nearest}'?" : ".";
            Problem(key.Position, $"unknown key '{key.Name}'{hint} Known {(_where.Length == 0 ? "at the top" : $"in '{_where}'")}: {Names.List(names)}.");
        }

        return this;
    }

    public bool Has(string key) => _table.TryGet(key, out _);

    /// <summary>Returns which of two forms a value has.</summary>
    public bool IsTable(string key) => _table.TryGet(key, out TomlValue? value) && value is TomlTable;

    /// <summary>Where the value of a key is, or the table when it is not there.</summary>
    public TextPosition PositionOf(string key) => _table.TryGet(key, out TomlValue? value) ? value.Position : Position;

    public string RequiredString(string key) => Required(key, TomlShapes.Text) ?? "";

    public string? OptionalString(string key) => Optional(key, TomlShapes.Text);

    public bool RequiredBoolean(string key) => Required(key, TomlShapes.Boolean);

    public bool? OptionalBoolean(string key) => Optional(key, TomlShapes.Boolean, out bool value) ? value : null;

    public long RequiredInteger(
        string key,
        long min = long.MinValue,
        long max = long.MaxValue) =>
        Required(key, TomlShapes.Integer(min, max));

    public long? OptionalInteger(
        string key,
        long min = long.MinValue,
        long max = long.MaxValue) =>
        Optional(key, TomlShapes.Integer(min, max), out long value) ? value : null;

    /// <summary>Reads a duration such as <c>"500ms"</c>, <c>"10s"</c>, <c>"2m"</c> or <c>"1h"</c>.</summary>
    public TimeSpan RequiredDuration(string key) => Required(key, TomlShapes.Duration);

    /// <inheritdoc cref="RequiredDuration"/>
    public TimeSpan? OptionalDuration(string key) => Optional(key, TomlShapes.Duration, out TimeSpan value) ? value : null;

    /// <summary>Reads a number of bytes such as <c>"512B"</c>, <c>"64KiB"</c>, <c>"10MiB"</c> or <c>"1GiB"</c>.</summary>
    public long RequiredSize(string key) => Required(key, TomlShapes.Size);

    /// <inheritdoc cref="RequiredSize"/>
    public long? OptionalSize(string key) => Optional(key, TomlShapes.Size, out long value) ? value : null;

    public ImmutableArray<string> RequiredStrings(string key) => Strings(key, required: true) ?? [];

    public ImmutableArray<string>? OptionalStrings(string key) => Strings(key, required: false);

    /// <summary>Reads a table whose keys are free and whose values are strings, such as an environment.</summary>
    /// <returns>The entries in the order of the file; none when the key is not there.</returns>
    public ImmutableArray<KeyValuePair<string, string>> OptionalStringMap(string key)
    {
        if (OptionalTable(key) is not TomlReading map)
        {
            return [];
        }

        return [.. map.Keys.Select(entry => KeyValuePair.Create(entry.Name, map.RequiredString(entry.Name)))];
    }

    /// <summary>Reads a table.</summary>
    /// <returns>An empty table when the key is not there, or is something else.</returns>
    public TomlReading RequiredTable(string key) =>
        Required(key, TomlShapes.Table) is TomlTable table ? Within(key, table) : Within(key, new([], Position));

    public TomlReading? OptionalTable(string key) => Optional(key, TomlShapes.Table) is TomlTable table ? Within(key, table) : null;

    /// <summary>Reads an array of tables, <c>[[key]]</c>.</summary>
    /// <returns>None when the key is not there.</returns>
    public ImmutableArray<TomlReading> Tables(string key) =>
        Optional(key, TomlShapes.Array) is TomlArray array
            ? [.. Each(key, array, TomlShapes.Table).Select(item => Within($"{key}[{item.Index}]", item.Value))]
            : [];

    /// <summary>Reads a table whose keys are free and whose values are tables: <c>[services.api]</c>, <c>[services.worker]</c>.</summary>
    /// <returns>In the order of the file; none when the key is not there.</returns>
    public ImmutableArray<KeyValuePair<TomlKey, TomlReading>> NamedTables(string key) =>
        OptionalTable(key) is TomlReading named
            ? [.. named.Keys.Select(entry => KeyValuePair.Create(entry, named.RequiredTable(entry.Name)))]
            : [];

    /// <summary>Notes a problem that only the reader can see.</summary>
    /// <param name="at">Where it is: see <see cref="PositionOf"/>.</param>
    /// <param name="text">What was seen and what would be right.</param>
    public void Problem(TextPosition at, string text) => _problems.Add(new(at, text));

    /// <exception cref="EngineException">TO1804 with every problem that was noted, here or in a table of the same file.</exception>
    public void ThrowIfProblems()
    {
        if (_problems.Count > 0)
        {
            throw TomlErrors.Problems(File, [.. _problems.OrderBy(problem => problem.Position)]);
        }
    }

    private TomlReading Within(string key, TomlTable table) => new(table, Path(key), File, _problems);

    private string Path(string key) => _where.Length == 0 ? key : $"{_where}.{key}";

    private ImmutableArray<string>? Strings(string key, bool required) =>
        (required ? Required(key, TomlShapes.Array) : Optional(key, TomlShapes.Array)) is TomlArray array
            ? [.. Each(key, array, TomlShapes.Text).Select(item => item.Value)]
            : null;

    private IEnumerable<(int Index, T Value)> Each<T>(string key, TomlArray array, TomlShape<T> shape)
    {
        for (int i = 0; i < array.Items.Length; i++)
        {
            if (Fits($"{key}[{i}]", array.Items[i], shape, out T? value))
            {
                yield return (i, value!);
            }
        }
    }

    private T? Required<T>(string key, TomlShape<T> shape)
    {
        if (!Has(key))
        {
            Problem(Position, $"'{Path(key)}' is missing. It is {shape.Wanted}.");
        }

        return Optional(key, shape);
    }

    private T? Optional<T>(string key, TomlShape<T> shape) => Optional(key, shape, out T? value) ? value : default;

    private bool Optional<T>(string key, TomlShape<T> shape, out T? value)
    {
        value = default;
        return _table.TryGet(key, out TomlValue? seen) && Fits(key, seen, shape, out value);
    }

    private bool Fits<T>(string key, TomlValue seen, TomlShape<T> shape, out T? value)
    {
        bool fits = shape.TryRead(seen, out value);
        if (!fits)
        {
            string text = seen switch
            {
                TomlString { Value.Length: <= 40 } s => $"\"{s.Value}\"",
                TomlInteger i => $"{i.Value}",
                _ => seen.Kind,
            };
            Problem(seen.Position, $"'{Path(key)}' is {text}. It should be {shape.Wanted}.");
        }

        return fits;
    }
}
