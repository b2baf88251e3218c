using System.Collections.Immutable;
using System.Text;
using TestOrchestrator.Engine.Errors;

namespace TestOrchestrator.Groups.Templates;

/// <summary>
/// Reads a template, refuses what is not in the language, and numbers its expressions: only so does a rendering know which of them it is
/// at. Reads once; not thread-safe.
/// </summary>
internal sealed class TemplateParser(string text, string file)
{
    private const int MaxDepth = 32;

    private static readonly string[] s_blocks = ["if", "unless", "each", "with"];
    private static readonly string[] s_loopVariables = ["@index", "@key", "@first", "@last"];

    private readonly TemplateScanner _scanner = new(text, file);
    private readonly StringBuilder _numbered = new();
    private readonly List<TemplateExpression> _expressions = [];
    private readonly List<string> _texts = [];
    private readonly Stack<TemplateBlock> _blocks = new();
    private int _given;

    public TemplateSyntax Parse()
    {
        bool tagBefore = false;
        while (true)
        {
            (string before, TemplateTag? next) = _scanner.Next();
            TemplateText.Write(_numbered, before, tagBefore, next is not null, TextExpression);
            if (next is not TemplateTag tag)
            {
                break;
            }

            Tag(tag);
            tagBefore = true;
        }

        if (_blocks.TryPeek(out TemplateBlock? open))
        {
            throw _scanner.Fail(open.Offset, $"The block '#{open.Name}' is not closed. Close it with {{{{/{open.Name}}}}}.");
        }

        return new() { Numbered = _numbered.ToString(), Expressions = [.. _expressions], Texts = [.. _texts] };
    }

    private void Tag(TemplateTag tag)
    {
        string content = tag switch
        {
            // The library reads a tilde at the end of a comment as part of the comment.
            { IsComment: true, TrimsAfter: false } => "! ",
            { IsComment: true } => $"{TemplateNames.Text} {Add(_texts, "")}",
            { Content: "" } => throw _scanner.Fail(tag.Offset, "The expression is empty. Write the name of a value, or \\{{ for two braces that are text."),
            { Content: ['#', ..] } => Open(tag),
            { Content: ['/', ..] } => Close(tag),
            { Content: ['>' or '^' or '&' or '*', ..] } => throw Unsupported(tag),
            _ when tag.Content == "else" || tag.Content.StartsWith("else ", StringComparison.Ordinal) => Else(tag),
            _ => $"{TemplateNames.Write} {Path(tag.Content, tag.ContentOffset, TemplateUse.Write)}",
        };
        _numbered.Append("{{").Append(tag.TrimsBefore ? "~" : "").Append(content).Append(tag.TrimsAfter ? " ~" : "").Append("}}");
    }

    private string Open(TemplateTag tag)
    {
        string[] words = Words(tag.Content[1..]);
        string name = words.FirstOrDefault("");
        if (!s_blocks.Contains(name))
        {
            throw Unsupported(tag);
        }

        if (_blocks.Count == MaxDepth)
        {
            throw _scanner.Fail(tag.Offset, $"The block '#{name}' is in {MaxDepth} others. The limit is {MaxDepth}.");
        }

        (string argument, int offset) = Argument(tag, tag.Content.IndexOf(name, StringComparison.Ordinal) + name.Length);
        ImmutableDictionary<string, string> given = ImmutableDictionary<string, string>.Empty;
        string names = "";
        int bar = argument.IndexOf('|');
        if (bar >= 0)
        {
            (argument, given, names) = Names(tag, name, argument, offset + bar, bar);
        }

        string value = Value(argument, offset, Use(name));
        _blocks.Push(new() { Name = name, Offset = tag.Offset, Given = given });
        return $"#{name} {value}{names}";
    }

    // {{#each services as |service i|}}: one name, or for #each two. The library compares such names without case, so it gets others.
    private (string Argument, ImmutableDictionary<string, string> Given, string Names) Names(
        TemplateTag tag,
        string block,
        string argument,
        int offset,
        int bar)
    {
        string before = argument[..bar].TrimEnd();
        string[] names = Words(argument[bar..].Trim('|'));
        int most = block switch { "each" => 2, "with" => 1, _ => 0 };
        if (most == 0)
        {
            throw _scanner.Fail(offset, $"'#{block}' gives no names; only '#each' and '#with' have 'as |name|'.");
        }

        bool well = before.EndsWith(" as", StringComparison.Ordinal)
            && argument.Length > bar + 1 && argument[^1] == '|' && argument.AsSpan(bar + 1, argument.Length - bar - 2).IndexOf('|') < 0
            && names.Length >= 1 && names.Length <= most
            && names.Distinct().Count() == names.Length
            && names.All(name => TemplatePath.TryParse(name, []) is { Base: "this", Names: [string only] } && only == name);
        if (!well)
        {
            throw _scanner.Fail(offset, $"The names of '#{block}' cannot be read. Write {{{{#{block} {(most == 2 ? "items as |item index|" : "value as |name|")}}}}}.");
        }

        Dictionary<string, string> given = names.ToDictionary(name => name, _ => $"given{_given++}");
        return (before[..^3].TrimEnd(), given.ToImmutableDictionary(), $" as |{string.Join(' ', names.Select(name => given[name]))}|");
    }

    private string Close(TemplateTag tag)
    {
        string name = tag.Content[1..].Trim();
        if (!_blocks.TryPop(out TemplateBlock? open))
        {
            throw _scanner.Fail(tag.Offset, $"'/{name}' closes a block, and none is open here.");
        }

        return open.Name == name
            ? $"/{name}"
            : throw _scanner.Fail(tag.Offset, $"'/{name}' closes '#{open.Name}', which was opened at {_scanner.Position(open.Offset)}. Write {{{{/{open.Name}}}}}.");
    }

    private string Else(TemplateTag tag)
    {
        if (!_blocks.TryPop(out TemplateBlock? open))
        {
            throw _scanner.Fail(tag.Offset, "'else' stands in a block, and none is open here.");
        }

        if (open.InElse)
        {
            throw _scanner.Fail(tag.Offset, $"The block '#{open.Name}' that was opened at {_scanner.Position(open.Offset)} has an 'else' already.");
        }

        string[] words = Words(tag.Content);
        if (words.Length == 1)
        {
            _blocks.Push(open with { InElse = true });
            return "else";
        }

        _blocks.Push(open);
        if (words[1] is not ("if" or "unless") || open.Name is not ("if" or "unless"))
        {
            throw _scanner.Fail(tag.Offset, $"'{tag.Content}' cannot stand in '#{open.Name}'. 'else' stands alone; in '#if' and '#unless' also as 'else if name' and 'else unless name'.");
        }

        (string argument, int offset) = Argument(tag, tag.Content.IndexOf(words[1], StringComparison.Ordinal) + words[1].Length);
        return $"else {words[1]} {Value(argument, offset, TemplateUse.Test)}";
    }

    private string Value(string argument, int offset, TemplateUse use) => $"({TemplateNames.Value} {Path(argument, offset, use)})";

    private int Path(string path, int offset, TemplateUse use)
    {
        ImmutableDictionary<string, string> given = _blocks.Where(block => !block.InElse).Reverse()
            .Aggregate(ImmutableDictionary<string, string>.Empty, (names, block) => names.SetItems(block.Given));
        TemplatePath? read = TemplatePath.TryParse(path, given.Keys);
        if (read is null)
        {
            string wanted = Words(path) is [string helper, _, ..]
                ? $"There are no helpers ('{helper}'), only #if, #unless, #each and #with. Write the name of one value, such as service.port."
                : "Write the name of a value, such as service.port; other characters than letters, digits, '_' and '-' in brackets, as in env.[A B].";
            throw _scanner.Fail(offset, path.Length == 0 ? "The name of a value is missing." : $"'{path}' is not the name of a value. {wanted}");
        }

        if (read.Base[0] == '@' && read.Base != "@root" && !s_loopVariables.Contains(read.Base))
        {
            throw TemplateErrors.UnknownName(file, _scanner.Position(offset), path, read.Base, "the library", [.. s_loopVariables, "@root"]);
        }

        if (s_loopVariables.Contains(read.Base) && !_blocks.Any(block => block is { Name: "each", InElse: false }))
        {
            throw _scanner.Fail(offset, $"'{read.Base}' is known only within '#each'.");
        }

        return Add(_expressions, new()
        {
            Path = read with { BaseInLibrary = given.GetValueOrDefault(read.Base) },
            Use = use,
            Position = _scanner.Position(offset),
        });
    }

    private static (string Argument, int Offset) Argument(TemplateTag tag, int from)
    {
        string rest = tag.Content[from..];
        return (rest.Trim(), tag.ContentOffset + from + rest.Length - rest.TrimStart().Length);
    }

    private EngineException Unsupported(TemplateTag tag) => _scanner.Fail(
        tag.Offset,
        $"'{tag.Content}' is not supported. The blocks are #if, #unless, #each and #with, with {{{{else}}}}; partials and other helpers there are none.");

    private static TemplateUse Use(string block) =>
        block switch { "each" => TemplateUse.Each, "with" => TemplateUse.With, _ => TemplateUse.Test };

    private static string[] Words(string of) => of.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private string TextExpression(string run) => $"{{{{{TemplateNames.Text} {Add(_texts, run)}}}}}";

    private static int Add<T>(List<T> to, T item)
    {
        to.Add(item);
        return to.Count - 1;
    }
}
