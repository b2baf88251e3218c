namespace Bench.Loads;

/// <summary>What a client keeps of a TLS session, so that its next connection can continue it. Not thread-safe.</summary>
internal sealed class TlsMemory : IDisposable
{
    /// <summary>Gets the session; 0 is none.</summary>
    public nint Session { get; private set; }

    public void Keep(nint session)
    {
        Dispose();
        Session = session;
    }

    public void Dispose()
    {
        if (Session != 0)
        {
            OpenSsl.FreeSession(Session);
            Session = 0;
        }
    }
}
