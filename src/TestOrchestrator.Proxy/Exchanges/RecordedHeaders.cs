using System.Collections;
using System.Collections.Immutable;

namespace TestOrchestrator.Proxy.Exchanges;

/// <summary>The headers of a message as they were received: one entry a value, names compared without regard to case. Immutable.</summary>
/// <remarks>Over HTTP/1.1 the server re-cases and sorts the names it knows; the values are untouched.</remarks>
public sealed class RecordedHeaders : IReadOnlyList<KeyValuePair<string, string>>
{
    private readonly ImmutableArray<KeyValuePair<string, string>> _entries;

    internal RecordedHeaders(IEnumerable<KeyValuePair<string, string>> entries) => _entries = [.. entries];

    internal RecordedHeaders(ImmutableArray<KeyValuePair<string, string>> entries) => _entries = entries;

    /// <inheritdoc/>
    public int Count => _entries.Length;

    internal static RecordedHeaders Empty { get; } = new([]);

    /// <summary>Gets the same entries, for those who look at them for every request.</summary>
    internal ReadOnlySpan<KeyValuePair<string, string>> Entries => _entries.AsSpan();

    /// <inheritdoc/>
    public KeyValuePair<string, string> this[int index] => _entries[index];

    /// <summary>Gets the values of a header joined by a comma and a blank, or <see langword="null"/> when it is absent.</summary>
    /// <param name="name">The name, compared without regard to case.</param>
    public string? this[string name]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(name);
            string? joined = null;
            foreach (KeyValuePair<string, string> entry in _entries)
            {
                if (entry.Key.Equals(name, StringComparison.OrdinalIgnoreCase))
                {
                    joined = joined is null ? entry.Value : $"{joined}, {entry.Value}";
                }
            }

            return joined;
        }
    }

    /// <summary>Gets the values of a header, one for each time it was received; empty when it is absent.</summary>
    /// <param name="name">The name, compared without regard to case.</param>
    public IReadOnlyList<string> GetValues(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return [.. _entries.Where(e => e.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(e => e.Value)];
    }

    /// <summary>Says whether the header was received.</summary>
    /// <param name="name">The name, compared without regard to case.</param>
    public bool Contains(string name) => this[name] is not null;

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => ((IEnumerable<KeyValuePair<string, string>>)_entries).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
