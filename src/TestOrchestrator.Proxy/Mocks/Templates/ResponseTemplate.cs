using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;

namespace TestOrchestrator.Proxy.Mocks.Templates;

/// <summary>
/// A text with values of the request in double braces: <c>{{request.query.id}}</c>, with a default <c>{{request.query.id|0}}</c>.
/// Immutable.
/// </summary>
internal sealed class ResponseTemplate
{
    private const string Open = "{{";
    private const string Close = "}}";

    private readonly ImmutableArray<(string Text, TemplateValue? Value)> _pieces;
    private readonly bool _isJson;

    private ResponseTemplate(ImmutableArray<(string Text, TemplateValue? Value)> pieces, bool isJson) => (_pieces, _isJson) = (pieces, isJson);

    /// <summary>Reads a template.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isJson">Whether texts are escaped for a string of JSON.</param>
    /// <exception cref="ProxyException">TO2215: it cannot be read.</exception>
    public static ResponseTemplate Parse(string text, bool isJson)
    {
        ImmutableArray<(string Text, TemplateValue? Value)>.Builder pieces = ImmutableArray.CreateBuilder<(string, TemplateValue?)>();
        int at = 0;
        while (text.IndexOf(Open, at, StringComparison.Ordinal) is >= 0 and int open)
        {
            int close = text.IndexOf(Close, open, StringComparison.Ordinal);
            if (close < 0)
            {
                throw TemplateErrors.NotClosed(open);
            }

            pieces.Add((text[at..open], TemplateValue.Parse(text[(open + Open.Length)..close].Trim(), open)));
            at = close + Close.Length;
        }

        pieces.Add((text[at..], null));
        return new ResponseTemplate(pieces.ToImmutable(), isJson);
    }

    /// <exception cref="ProxyException">TO2216: the request does not have a value.</exception>
    public byte[] Render(MockCall call)
    {
        StringBuilder rendered = new();
        foreach ((string text, TemplateValue? value) in _pieces)
        {
            rendered.Append(text);
            if (value is not null)
            {
                (string of, bool isRaw) = value.Of(call);
                rendered.Append(_isJson && !isRaw ? JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(of) : of);
            }
        }

        return Encoding.UTF8.GetBytes(rendered.ToString());
    }
}
