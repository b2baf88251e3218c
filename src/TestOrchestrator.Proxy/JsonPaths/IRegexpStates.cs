using System.Collections.Immutable;

namespace TestOrchestrator.Proxy.JsonPaths;

/// <summary>The steps at which a pattern may be after the characters read so far. Not thread-safe.</summary>
internal sealed class IRegexpStates(ImmutableArray<IRegexpStep> program)
{
    private readonly bool[] _reached = new bool[program.Length];
    private readonly List<int> _all = [];
    private readonly Stack<int> _open = new();

    /// <summary>Gets the steps that wait for a character.</summary>
    public List<int> Waiting { get; } = [];

    public bool IsAccepting { get; private set; }

    /// <summary>Adds a step and those that can be reached from it without a character.</summary>
    /// <param name="step">The step.</param>
    /// <param name="place">Whether this is the start, and whether this is the end of the text.</param>
    public void Add(int step, (bool IsStart, bool IsEnd) place)
    {
        _open.Push(step);
        while (_open.TryPop(out int at))
        {
            if (_reached[at])
            {
                continue;
            }

            _reached[at] = true;
            _all.Add(at);
            if (program[at].Characters is not null)
            {
                Waiting.Add(at);
            }
            else if (program[at].IsEnd)
            {
                IsAccepting = true;
            }
            else if (program[at].Place switch { TextPlace.Start => place.IsStart, TextPlace.End => place.IsEnd, _ => true })
            {
                _open.Push(program[at].Choice.One);
                _open.Push(program[at].Choice.Other);
            }
        }
    }

    public void Clear()
    {
        _all.ForEach(s => _reached[s] = false);
        _all.Clear();
        Waiting.Clear();
        IsAccepting = false;
    }
}
