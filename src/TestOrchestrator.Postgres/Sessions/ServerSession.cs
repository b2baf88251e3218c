using System.Buffers.Binary;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using TestOrchestrator.Postgres.Gateway;

namespace TestOrchestrator.Postgres.Sessions;

/// <summary>
/// A session with a server through its Unix socket, which asks for no password: for statements without parameters, whose results are
/// not read (PostgreSQL's manual, "Message Flow", simple query). Our own, as a client library would be forced on every test project in our
/// version. Not thread-safe.
/// </summary>
internal sealed class ServerSession : IDisposable
{
    private const int HeaderLength = 5;

    private readonly NetworkStream _stream;
    private readonly byte[] _header = new byte[HeaderLength];

    private ServerSession(Socket socket) => _stream = new(socket, ownsSocket: true);

    /// <summary>Gets the first number of the server's version, such as 15.</summary>
    public int MajorVersion { get; private set; }

    /// <summary>Gets whether statements that were executed have left a transaction open.</summary>
    public bool IsInTransaction { get; private set; }

    /// <summary>Gets whether the server has said nothing that it was not asked for, such as goodbye.</summary>
    public bool IsAlive => !_stream.Socket.Poll(0, SelectMode.SelectRead);

    /// <summary>Opens a session.</summary>
    /// <exception cref="SqlException">The server refused it.</exception>
    /// <exception cref="SocketException">There is no server.</exception>
    /// <exception cref="IOException">The server has ended.</exception>
    public static async Task<ServerSession> OpenAsync(string socketPath, string user, string database, CancellationToken cancellationToken)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        ServerSession session = new(socket);
        try
        {
            await session._stream.WriteAsync(new StartupPacket { Kind = StartupKind.Start }.WithTarget(user, database), cancellationToken).ConfigureAwait(false);
            await session.ReadUntilReadyAsync(cancellationToken).ConfigureAwait(false);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Executes statements, in one transaction unless they say otherwise.</summary>
    /// <exception cref="SqlException">One of them failed.</exception>
    /// <exception cref="IOException">The server has ended.</exception>
    public async Task ExecuteAsync(string statements, CancellationToken cancellationToken)
    {
        await SendAsync('Q', statements, cancellationToken).ConfigureAwait(false);
        await ReadUntilReadyAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => _stream.Dispose();

    private async Task ReadUntilReadyAsync(CancellationToken cancellationToken)
    {
        SqlException? failure = null;
        int completed = 0;
        while (true)
        {
            (char type, byte[] body) = await ReadAsync(failure, cancellationToken).ConfigureAwait(false);
            switch (type)
            {
                case 'E':
                    failure ??= SqlException.Read(body, completed);
                    break;
                case 'C':
                    completed++;
                    break;
                case 'S':
                    Keep(body);
                    break;
                case 'G':
                    // COPY … FROM STDIN: the server waits for data.
                    await SendAsync('f', "there is no data after the statements", cancellationToken).ConfigureAwait(false);
                    break;
                case 'R' when BinaryPrimitives.ReadInt32BigEndian(body) != 0:
                    throw new InvalidDataException("The PostgreSQL server asks for a password on its own socket, where its pg_hba.conf says 'trust'.");
                case 'Z':
                    IsInTransaction = body[0] != 'I';
                    if (failure is not null)
                    {
                        throw failure;
                    }

                    return;
            }
        }
    }

    private async Task<(char Type, byte[] Body)> ReadAsync(SqlException? failure, CancellationToken cancellationToken)
    {
        try
        {
            await _stream.ReadExactlyAsync(_header, cancellationToken).ConfigureAwait(false);
            byte[] body = new byte[BinaryPrimitives.ReadInt32BigEndian(_header.AsSpan(1)) - 4];
            await _stream.ReadExactlyAsync(body, cancellationToken).ConfigureAwait(false);
            return ((char)_header[0], body);
        }
        catch (IOException) when (failure is not null)
        {
            // A fatal error, after which the server closes the connection.
            throw failure;
        }
    }

    private ValueTask SendAsync(char type, string text, CancellationToken cancellationToken)
    {
        byte[] message = new byte[HeaderLength + Encoding.UTF8.GetByteCount(text) + 1];
        message[0] = (byte)type;
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(1), message.Length - 1);
        Encoding.UTF8.GetBytes(text, message.AsSpan(HeaderLength));
        return _stream.WriteAsync(message, cancellationToken);
    }

    // server_version\015.18 (Debian 15.18-0+deb12u1)\0
    private void Keep(byte[] parameter)
    {
        if (Encoding.UTF8.GetString(parameter).Split('\0') is ["server_version", string version, ..])
        {
            MajorVersion = int.Parse(string.Concat(version.TakeWhile(char.IsAsciiDigit)), CultureInfo.InvariantCulture);
        }
    }
}
