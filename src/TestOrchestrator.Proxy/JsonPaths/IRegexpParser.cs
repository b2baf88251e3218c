using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace TestOrchestrator.Proxy.JsonPaths;

/// <summary>
/// Reads patterns by the grammar of RFC 9485, section 3. What is no I-Regexp is no error: by RFC 9535 nothing matches it. Not thread-safe.
/// </summary>
internal sealed class IRegexpParser(string pattern)
{
    private const int MaxDepth = 64;
    private const int MaxCount = 10_000;
    private const string Escaped = "()*+-.?[\\]^nrt{|}";

    // Characters, not UTF-16 units. Half a surrogate pair becomes U+FFFD, which can be in no text either.
    private readonly int[] _pattern = [.. pattern.EnumerateRunes().Select(r => r.Value)];
    private int _at;
    private int _depth;

    private int Next => _at < _pattern.Length ? _pattern[_at] : -1;

    /// <returns><see langword="null"/> when it is no I-Regexp.</returns>
    public IRegexpNode? TryParse() => Choice() is { } node && _at == _pattern.Length ? node : null;

    private IRegexpNode? Choice()
    {
        if (++_depth > MaxDepth)
        {
            return null;
        }

        ImmutableArray<IRegexpNode>.Builder branches = ImmutableArray.CreateBuilder<IRegexpNode>();
        do
        {
            if (Branch() is not { } branch)
            {
                return null;
            }

            branches.Add(branch);
        }
        while (Take('|'));
        _depth--;
        return branches.Count == 1 ? branches[0] : new IRegexpNode.Choice(branches.ToImmutable());
    }

    private IRegexpNode.Sequence? Branch()
    {
        ImmutableArray<IRegexpNode>.Builder parts = ImmutableArray.CreateBuilder<IRegexpNode>();
        while (Next is not (-1 or '|' or ')'))
        {
            if (Atom() is not { } atom || Repeated(atom) is not { } part)
            {
                return null;
            }

            parts.Add(part);
        }

        return new IRegexpNode.Sequence(parts.ToImmutable());
    }

    private IRegexpNode? Atom()
    {
        if (Take('('))
        {
            return Choice() is { } group && Take(')') ? group : null;
        }

        if (Next is '^' or '$')
        {
            return new IRegexpNode.Place(Taken(Next) == '^' ? TextPlace.Start : TextPlace.End);
        }

        CharacterSet? set = Next switch
        {
            '.' => Taken(CharacterSet.AnyButLineEnds),
            '\\' => Escape(),
            '[' => Class(),
            '*' or '+' or '?' or ']' or '{' or '}' => null,
            int character => Taken(CharacterSet.Of(character)),
        };
        return set is null ? null : new IRegexpNode.Character(set);
    }

    private IRegexpNode? Repeated(IRegexpNode atom)
    {
        if (Take('*'))
        {
            return new IRegexpNode.Repeat(atom, 0, null);
        }

        if (Take('+'))
        {
            return new IRegexpNode.Repeat(atom, 1, null);
        }

        if (Take('?'))
        {
            return new IRegexpNode.Repeat(atom, 0, 1);
        }

        return Take('{') ? Counted(atom) : atom;
    }

    // {2} or {2,} or {2,5}
    private IRegexpNode.Repeat? Counted(IRegexpNode atom)
    {
        if (Count() is not { } least)
        {
            return null;
        }

        if (!Take(','))
        {
            return Take('}') ? new IRegexpNode.Repeat(atom, least, least) : null;
        }

        if (Take('}'))
        {
            return new IRegexpNode.Repeat(atom, least, null);
        }

        return Count() is { } most && most >= least && Take('}') ? new IRegexpNode.Repeat(atom, least, most) : null;
    }

    private int? Count()
    {
        int start = _at;
        int count = 0;
        while (Next is >= '0' and <= '9')
        {
            count = Math.Min(MaxCount + 1, (count * 10) + Next - '0');
            _at++;
        }

        return _at > start ? count : null;
    }

    // [a-z], [^a-z], [\p{L}_], [-a], [a-]
    private CharacterSet? Class()
    {
        Take('[');
        bool isNegated = Take('^');
        List<(int First, int Last)> ranges = [];
        List<(string Name, bool IsNegated)> categories = [];
        int start = _at;
        while (!Take(']'))
        {
            if (Next == '-' && (_at == start || (_at + 1 < _pattern.Length && _pattern[_at + 1] == ']')))
            {
                ranges.Add(('-', '-'));
                _at++;
            }
            else if (Next == '\\' && _at + 1 < _pattern.Length && _pattern[_at + 1] is 'p' or 'P')
            {
                if (Escape() is not { } category)
                {
                    return null;
                }

                categories.AddRange(category.Categories);
            }
            else if (Range() is { } range)
            {
                ranges.Add(range);
            }
            else
            {
                return null;
            }
        }

        return ranges.Count + categories.Count == 0 ? null : new CharacterSet { Ranges = [.. ranges], Categories = [.. categories], IsNegated = isNegated };
    }

    private (int First, int Last)? Range()
    {
        if (ClassCharacter() is not { } first)
        {
            return null;
        }

        // A '-' before the end of the class stands for itself.
        if (Next != '-' || (_at + 1 < _pattern.Length && _pattern[_at + 1] == ']'))
        {
            return (first, first);
        }

        _at++;
        return ClassCharacter() is { } last && last >= first ? (first, last) : null;
    }

    private int? ClassCharacter() => Next switch
    {
        -1 or '-' or '[' or ']' => null,
        '\\' => Escape() is { Categories.IsEmpty: true } escaped ? escaped.Ranges[0].First : null,
        int character => Taken(character),
    };

    private CharacterSet? Escape()
    {
        Take('\\');
        if (Next is 'p' or 'P')
        {
            return Category(isNegated: Taken(Next) == 'P');
        }

        return Next is >= 0 and < 128 && Escaped.Contains((char)Next, StringComparison.Ordinal)
            ? CharacterSet.Of(Taken(Next) switch { 'n' => '\n', 'r' => '\r', 't' => '\t', int character => character })
            : null;
    }

    private CharacterSet? Category(bool isNegated)
    {
        if (!Take('{'))
        {
            return null;
        }

        StringBuilder name = new();
        while (Next is not ('}' or -1))
        {
            name.Append(CultureInfo.InvariantCulture, $"{new Rune(Taken(Next))}");
        }

        return Take('}') && CharacterSet.IsCategory(name.ToString()) ? new CharacterSet { Categories = [(name.ToString(), isNegated)] } : null;
    }

    private bool Take(int expected)
    {
        bool isNext = Next == expected;
        _at += isNext ? 1 : 0;
        return isNext;
    }

    private T Taken<T>(T value)
    {
        _at++;
        return value;
    }
}
