using System.Collections.Immutable;
using System.Text;

namespace TestOrchestrator.Proxy.JsonPaths;

/// <summary>A regular expression of RFC 9485 (I-Regexp). Immutable.</summary>
/// <remarks>
/// Not .NET's expressions: these count UTF-16 units where I-Regexp counts characters, know more than I-Regexp allows, and can take
/// exponential time. This one follows all ways at once, so that its time is at most the length of the text times that of the pattern. In
/// one thing it departs from the RFC, whose grammar and semantics (sections 3 and 4) make <c>^</c> and <c>$</c> characters like others:
/// here they are the beginning and the end of the text, as in its translation to ECMAScript (section 5.3, not normative), which two cases
/// of the compliance suite of RFC 9535 demand. The characters are written <c>\^</c> and <c>[$]</c>.
/// </remarks>
internal sealed class IRegexp
{
    private readonly ImmutableArray<IRegexpStep> _program;

    private IRegexp(ImmutableArray<IRegexpStep> program) => _program = program;

    /// <summary>
    /// Reads a pattern; <see langword="null"/> when it is no I-Regexp, nests deeper than 64 groups, or its counts make it longer than
    /// 10,000 characters.
    /// </summary>
    public static IRegexp? TryParse(string pattern) =>
        new IRegexpParser(pattern).TryParse() is { } node && IRegexpCompiler.TryCompile(node, out ImmutableArray<IRegexpStep> program) ? new IRegexp(program) : null;

    /// <summary>Whether the whole text fits, or a part of it anywhere.</summary>
    public bool IsMatch(string text, bool anywhere)
    {
        IRegexpStates current = new(_program);
        IRegexpStates next = new(_program);
        int read = 0;
        current.Add(0, (true, text.Length == 0));
        foreach (Rune rune in text.EnumerateRunes())
        {
            read += rune.Utf16SequenceLength;
            (bool, bool) place = (false, read == text.Length);
            if (anywhere && current.IsAccepting)
            {
                return true;
            }

            next.Clear();
            foreach (int state in current.Waiting)
            {
                if (_program[state].Characters!.Contains(rune))
                {
                    next.Add(state + 1, place);
                }
            }

            if (anywhere)
            {
                next.Add(0, place);
            }

            (current, next) = (next, current);
        }

        return current.IsAccepting;
    }
}
