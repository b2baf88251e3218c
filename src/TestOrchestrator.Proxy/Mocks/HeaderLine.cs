using System.Collections.Frozen;
using TestOrchestrator.Proxy.Requests;

namespace TestOrchestrator.Proxy.Mocks;

/// <summary>Checks headers that authors give, so that none can end its line or contradict how the message is carried.</summary>
internal static class HeaderLine
{
    private static readonly FrozenSet<string> s_ofTheConnection = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "Connection", "Content-Length", "Keep-Alive", "TE", "Trailer", "Transfer-Encoding", "Upgrade");

    public static KeyValuePair<string, string> Checked(string name, string value)
    {
        if (!HttpToken.IsToken(name))
        {
            throw ResponseErrors.HeaderName(name);
        }

        if (s_ofTheConnection.Contains(name))
        {
            throw ResponseErrors.HeaderOfTheConnection(name);
        }

        foreach (char character in value)
        {
            if (character is > '\u00FF' or (< ' ' and not '\t') or (>= '\u007F' and <= '\u009F'))
            {
                throw ResponseErrors.HeaderValue(name, character);
            }
        }

        return new(name, value);
    }
}
