using TestOrchestrator.Engine.Errors;

namespace TestOrchestrator.Groups.Templates;

/// <summary>Templates by their text, the most recently used ones. Thread-safe.</summary>
internal sealed class TemplateCache(int capacity = TemplateCache.DefaultCapacity)
{
    public const int DefaultCapacity = 256;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<(string Text, CompiledTemplate Template)>> _byText = new(StringComparer.Ordinal);

    // The least recently used one is the first.
    private readonly LinkedList<(string Text, CompiledTemplate Template)> _used = new();

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _used.Count;
            }
        }
    }

    public bool Holds(string text)
    {
        lock (_gate)
        {
            return _byText.ContainsKey(text);
        }
    }

    /// <summary>Finds or compiles a template. Two callers with the same new text may both compile it.</summary>
    /// <exception cref="EngineException">TO1811: it cannot be read. Such a text is not kept.</exception>
    public Template Get(string text, string file)
    {
        lock (_gate)
        {
            if (_byText.TryGetValue(text, out LinkedListNode<(string Text, CompiledTemplate Template)>? found))
            {
                _used.Remove(found);
                _used.AddLast(found);
                return new(found.Value.Template, file);
            }
        }

        CompiledTemplate made = CompiledTemplate.Of(text, file);
        lock (_gate)
        {
            Keep_UnderGate(text, made);
        }

        return new(made, file);
    }

    private void Keep_UnderGate(string text, CompiledTemplate made)
    {
        if (_byText.ContainsKey(text))
        {
            return;
        }

        _byText.Add(text, _used.AddLast((text, made)));
        if (_used.Count > capacity && _used.First is { } oldest)
        {
            _used.Remove(oldest);
            _byText.Remove(oldest.Value.Text);
        }
    }
}
