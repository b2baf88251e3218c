using System.Collections.Immutable;

namespace TestOrchestrator.Proxy.JsonPaths;

/// <summary>Turns a pattern into steps. Not thread-safe.</summary>
internal sealed class IRegexpCompiler
{
    private const int MaxSteps = 10_000;

    private readonly List<IRegexpStep> _steps = [];
    private int _work;

    /// <returns><see langword="false"/> when the pattern is longer than a program may be.</returns>
    public static bool TryCompile(IRegexpNode node, out ImmutableArray<IRegexpStep> program)
    {
        IRegexpCompiler compiler = new();
        bool fits = compiler.TryEmit(node);
        compiler._steps.Add(IRegexpStep.End);
        program = [.. compiler._steps];
        return fits;
    }

    // Counted as work, not as steps: what repeats nothing many times has no steps.
    private bool TryEmit(IRegexpNode node)
    {
        if (++_work > MaxSteps)
        {
            return false;
        }

        switch (node)
        {
            case IRegexpNode.Character character:
                _steps.Add(new IRegexpStep { Characters = character.Set });
                return true;
            case IRegexpNode.Place place:
                _steps.Add(Jump(_steps.Count + 1) with { Place = place.At });
                return true;
            case IRegexpNode.Sequence sequence:
                return sequence.Parts.All(TryEmit);
            case IRegexpNode.Choice choice:
                return TryEmitChoice(choice.Parts);
            case IRegexpNode.Repeat repeat:
            default:
                return TryEmitRepeat((IRegexpNode.Repeat)node);
        }
    }

    private bool TryEmitChoice(ImmutableArray<IRegexpNode> parts)
    {
        List<int> ends = [];
        for (int i = 0; i < parts.Length; i++)
        {
            int choice = _steps.Count;
            bool isLast = i == parts.Length - 1;
            if (!isLast)
            {
                _steps.Add(default);
            }

            if (!TryEmit(parts[i]))
            {
                return false;
            }

            if (!isLast)
            {
                ends.Add(_steps.Count);
                _steps.Add(default);
                _steps[choice] = new IRegexpStep { Choice = (choice + 1, _steps.Count) };
            }
        }

        ends.ForEach(e => _steps[e] = Jump(_steps.Count));
        return true;
    }

    private bool TryEmitRepeat(IRegexpNode.Repeat repeat)
    {
        for (int i = 0; i < repeat.Least; i++)
        {
            if (!TryEmit(repeat.Part))
            {
                return false;
            }
        }

        if (repeat.Most is not { } most)
        {
            int again = _steps.Count;
            _steps.Add(default);
            bool fits = TryEmit(repeat.Part);
            _steps.Add(Jump(again));
            _steps[again] = new IRegexpStep { Choice = (again + 1, _steps.Count) };
            return fits;
        }

        List<int> choices = [];
        for (int i = repeat.Least; i < most; i++)
        {
            choices.Add(_steps.Count);
            _steps.Add(default);
            if (!TryEmit(repeat.Part))
            {
                return false;
            }
        }

        choices.ForEach(c => _steps[c] = new IRegexpStep { Choice = (c + 1, _steps.Count) });
        return true;
    }

    private static IRegexpStep Jump(int to) => new() { Choice = (to, to) };
}
