using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace Shop.Tests.Support;

/// <summary>Lets tests write JSON as it is read best.</summary>
internal static class Json
{
    /// <summary>Gets JSON in one line, without blanks.</summary>
    public static string Compact([StringSyntax(StringSyntaxAttribute.Json)] string text) => JsonNode.Parse(text)!.ToJsonString();
}
