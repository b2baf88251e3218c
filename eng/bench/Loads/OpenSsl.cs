using System.Runtime.InteropServices;

namespace Bench.Loads;

/// <summary>
/// The part of OpenSSL 3 that a blocking client needs; .NET is built on the same library. Through <c>SslStream</c> a handshake costs the client
/// more than it costs the server (1.3 ms to 0.5 ms), so that the client would be what is measured.
/// </summary>
internal static unsafe partial class OpenSsl
{
    private const string Library = "libssl.so.3";
    private const int SetHostName = 55;
    private const int HostName = 0;

    // Made once: loading its defaults takes longer than a handshake. What the server shows is not validated, which is the default.
    private static readonly nint s_context = NewContext(ClientMethod());

    /// <summary>Makes a TLS client of a socket.</summary>
    public static nint NewClient(nint socket, string? host, ReadOnlySpan<byte> protocols, nint session)
    {
        nint ssl = New(s_context);
        fixed (byte* list = protocols)
        {
            _ = SetProtocols(ssl, list, (uint)protocols.Length);
        }

        if (host is not null)
        {
            _ = Control(ssl, SetHostName, HostName, host);
        }

        _ = SetSocket(ssl, (int)socket);
        if (session != 0)
        {
            _ = SetSession(ssl, session);
        }

        return ssl;
    }

    [LibraryImport(Library, EntryPoint = "SSL_connect")]
    public static partial int Connect(nint ssl);

    [LibraryImport(Library, EntryPoint = "SSL_read")]
    public static partial int Read(nint ssl, byte* buffer, int count);

    [LibraryImport(Library, EntryPoint = "SSL_write")]
    public static partial int Write(nint ssl, byte* buffer, int count);

    [LibraryImport(Library, EntryPoint = "SSL_session_reused")]
    public static partial int IsResumed(nint ssl);

    /// <summary>Gets a reference to the session, with the last ticket that came.</summary>
    [LibraryImport(Library, EntryPoint = "SSL_get1_session")]
    public static partial nint TakeSession(nint ssl);

    [LibraryImport(Library, EntryPoint = "SSL_SESSION_free")]
    public static partial void FreeSession(nint session);

    [LibraryImport(Library, EntryPoint = "SSL_shutdown")]
    public static partial int Shutdown(nint ssl);

    [LibraryImport(Library, EntryPoint = "SSL_free")]
    public static partial void Free(nint ssl);

    [LibraryImport(Library, EntryPoint = "TLS_client_method")]
    private static partial nint ClientMethod();

    [LibraryImport(Library, EntryPoint = "SSL_CTX_new")]
    private static partial nint NewContext(nint method);

    [LibraryImport(Library, EntryPoint = "SSL_new")]
    private static partial nint New(nint context);

    [LibraryImport(Library, EntryPoint = "SSL_set_fd")]
    private static partial int SetSocket(nint ssl, int socket);

    [LibraryImport(Library, EntryPoint = "SSL_set_session")]
    private static partial int SetSession(nint ssl, nint session);

    [LibraryImport(Library, EntryPoint = "SSL_set_alpn_protos")]
    private static partial int SetProtocols(nint ssl, byte* protocols, uint length);

    [LibraryImport(Library, EntryPoint = "SSL_ctrl", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Control(nint ssl, int command, nint larg, string parg);
}
