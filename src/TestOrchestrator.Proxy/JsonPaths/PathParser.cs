using System.Collections.Immutable;

namespace TestOrchestrator.Proxy.JsonPaths;

/// <summary>
/// Reads paths by the grammar of RFC 9535, appendix A; what stands after <c>?</c> is read by <see cref="FilterParser"/>. Not thread-safe.
/// </summary>
internal sealed class PathParser
{
    private const string SelectorExpected = "a selector is expected: a name in quotes, an index, a slice such as 1:3, '*', or '?' and a filter";

    private readonly PathReader _reader;
    private readonly FilterParser _filters;

    public PathParser(string text)
    {
        _reader = new PathReader(text);
        _filters = new FilterParser(_reader, Query);
    }

    /// <summary>The whole text as one path from the root.</summary>
    public PathQuery ParseAll()
    {
        if (_reader.Next != '$')
        {
            throw _reader.Unexpected("a JSONPath begins with '$', the document");
        }

        PathQuery query = Query();
        return _reader.IsAtEnd ? query : throw _reader.Unexpected("the path has ended; '.', '..' or '[' would go on");
    }

    // At '$' or '@'.
    private PathQuery Query()
    {
        bool isRelative = _reader.Take('@');
        if (!isRelative)
        {
            _reader.Take('$');
        }

        ImmutableArray<Segment>.Builder segments = ImmutableArray.CreateBuilder<Segment>();
        while (Segment() is { } segment)
        {
            segments.Add(segment);
        }

        return new PathQuery { IsRelative = isRelative, Segments = segments.ToImmutable() };
    }

    // Blanks may stand before a segment, but not after the last one: they are taken only where a segment follows.
    private Segment? Segment()
    {
        int blanks = 0;
        ReadOnlySpan<char> rest = _reader.Text.AsSpan(_reader.Position);
        while (blanks < rest.Length && rest[blanks] is ' ' or '\t' or '\n' or '\r')
        {
            blanks++;
        }

        if (blanks == rest.Length || rest[blanks] is not ('.' or '['))
        {
            return null;
        }

        _reader.SkipBlanks();
        if (_reader.Next == '[')
        {
            return new Segment { Selectors = Bracketed(), IsDescendant = false };
        }

        bool isDescendant = _reader.Take("..");
        if (isDescendant && _reader.Next == '[')
        {
            return new Segment { Selectors = Bracketed(), IsDescendant = true };
        }

        if (!isDescendant)
        {
            _reader.Take('.');
        }

        Selector selector = _reader.Take('*') ? new WildcardSelector() : new NameSelector(_reader.ShorthandName());
        return new Segment { Selectors = [selector], IsDescendant = isDescendant };
    }

    private ImmutableArray<Selector> Bracketed()
    {
        _reader.Take('[');
        ImmutableArray<Selector>.Builder selectors = ImmutableArray.CreateBuilder<Selector>();
        do
        {
            _reader.SkipBlanks();
            selectors.Add(Selector());
            _reader.SkipBlanks();
        }
        while (_reader.Take(','));
        _reader.Expect(']', "',' and another selector, or ']', is expected");
        return selectors.ToImmutable();
    }

    private Selector Selector()
    {
        if (_reader.Next is '\'' or '"')
        {
            return new NameSelector(QuotedText.Read(_reader));
        }

        if (_reader.Take('*'))
        {
            return new WildcardSelector();
        }

        if (_reader.Take('?'))
        {
            return new FilterSelector(_filters.Parse());
        }

        return _reader.NextIsDigit || _reader.Next is '-' or ':' ? IndexOrSlice() : throw _reader.Unexpected(SelectorExpected);
    }

    private Selector IndexOrSlice()
    {
        long? start = IntegerOrNone();
        int afterStart = _reader.Position;
        _reader.SkipBlanks();
        if (!_reader.Take(':'))
        {
            return start is { } index ? new IndexSelector(index) : throw _reader.Unexpected(afterStart, "no index", SelectorExpected);
        }

        _reader.SkipBlanks();
        long? end = IntegerOrNone();
        _reader.SkipBlanks();
        long? step = null;
        if (_reader.Take(':'))
        {
            _reader.SkipBlanks();
            step = IntegerOrNone();
        }

        return new SliceSelector(start, end, step ?? 1);
    }

    private long? IntegerOrNone() => _reader.NextIsDigit || _reader.Next == '-' ? _reader.Integer() : null;
}
