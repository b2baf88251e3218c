using System.Text;
using System.Text.RegularExpressions;
using TestOrchestrator.Proxy.Sessions;

namespace Fuzz.Running;

/// <summary>What the proxy did, without what differs from run to run: an input whose signature is new is worth keeping.</summary>
internal static partial class Signature
{
    private const int Longest = 60;

    public static string Of(byte[] answer, ProxySession session) => string.Join(" | ",
    [
        .. Answered(answer).Distinct().Order(StringComparer.Ordinal),
        .. session.Root.Exchanges.Select(e => $"{e.Outcome} {(int?)e.Response?.Status} {Normalized(e.Error ?? "")}").Distinct().Order(StringComparer.Ordinal),
        .. session.Root.Problems.Select(p => p.Code).Distinct().Order(StringComparer.Ordinal),
    ]);

    public static string Normalized(string text)
    {
        string normalized = Varying().Replace(text, "#");
        return normalized.Length > Longest ? normalized[..Longest] : normalized;
    }

    private static IEnumerable<string> Answered(byte[] answer) =>
        answer.Length > 0 && answer[0] == 'H' ? StatusLine().Matches(Encoding.Latin1.GetString(answer)).Select(m => m.Groups[1].Value) : [answer.Length == 0 ? "silent" : $"bytes {answer[0]}"];

    [GeneratedRegex("'[^']*'|\\d+|\"[^\"]*\"|\\(.*\\)|\\$\\S*")]
    private static partial Regex Varying();

    [GeneratedRegex("HTTP/1\\.[01] (\\d{3})")]
    private static partial Regex StatusLine();
}
