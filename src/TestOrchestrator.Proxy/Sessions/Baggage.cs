namespace TestOrchestrator.Proxy.Sessions;

/// <summary>Reads entries of the header <c>baggage</c> (W3C Baggage).</summary>
internal static class Baggage
{
    public static string? Find(string? header, string key)
    {
        // user=anna,to.scope=0af7651916cd43dd8448eb211c80319c;property=1
        foreach (string entry in header?.Split(',', StringSplitOptions.TrimEntries) ?? [])
        {
            string pair = entry.Split(';')[0];
            int equals = pair.IndexOf('=');
            if (equals > 0 && pair[..equals].TrimEnd() == key)
            {
                return pair[(equals + 1)..].Trim();
            }
        }

        return null;
    }
}
