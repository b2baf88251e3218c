using System.Buffers;
using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Postgres.Clusters;
using TestOrchestrator.Postgres.Sharing;

namespace TestOrchestrator.Postgres.Gateway;

/// <summary>
/// Carries a session in the maintenance database, where databases are created and dropped. On the way to the server, which other
/// applications use, too, each such statement gets the server's name of the database. One that is going to fail becomes a statement that
/// fails in the same words, so that the server itself answers, in its turn (PostgreSQL's manual, "Message Flow").
/// </summary>
internal sealed class MaintenanceRelay(ApplicationDatabases databases)
{
    private const int HeaderLength = 5;

    // A longer statement is not one about a database, which has little more than a name.
    private const int BufferSize = 16 * 1024;

    public Task RunAsync(Socket client, Socket server) =>
        Task.WhenAll(CarryRequestsAsync(client, server), Relay.CarryAsync(server, client));

    private async Task CarryRequestsAsync(Socket client, Socket server)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            int filled = 0;
            long passing = 0;
            int read;
            while ((read = await client.ReceiveAsync(buffer.AsMemory(filled, BufferSize - filled)).ConfigureAwait(false)) > 0)
            {
                filled += read;
                (int done, passing) = await ForwardAsync(buffer.AsMemory(0, filled), passing, server).ConfigureAwait(false);
                buffer.AsSpan(done, filled - done).CopyTo(buffer);
                filled -= done;
            }

            await Relay.SendAllAsync(server, buffer.AsMemory(0, filled)).ConfigureAwait(false);
            server.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or IOException or EngineException)
        {
            // One side broke off: the other must see it, too.
            client.Dispose();
            server.Dispose();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Forwards all that is whole or is not looked at.</summary>
    /// <param name="bytes">What has come.</param>
    /// <param name="passing">How many bytes are still to come of a message that is not looked at.</param>
    /// <param name="server">Where it goes.</param>
    /// <returns>How many bytes were forwarded, and how many are still to come of the message that they end in.</returns>
    private async Task<(int Done, long Passing)> ForwardAsync(ReadOnlyMemory<byte> bytes, long passing, Socket server)
    {
        int sent = 0;
        int at = 0;
        while (at < bytes.Length)
        {
            if (passing > 0)
            {
                int passed = (int)Math.Min(passing, bytes.Length - at);
                at += passed;
                passing -= passed;
                continue;
            }

            if (bytes.Length - at < HeaderLength)
            {
                break;
            }

            long length = 1L + BinaryPrimitives.ReadInt32BigEndian(bytes.Span[(at + 1)..]);
            if (bytes.Span[at] is not ((byte)'Q' or (byte)'P') || length is < HeaderLength or > BufferSize)
            {
                // What makes no sense is for the server to refuse.
                passing = length < HeaderLength ? long.MaxValue : length;
                continue;
            }

            if (bytes.Length - at < length)
            {
                break;
            }

            int end = at + (int)length;
            if (await RewriteAsync(bytes[at..end]).ConfigureAwait(false) is { } instead)
            {
                await Relay.SendAllAsync(server, bytes[sent..at]).ConfigureAwait(false);
                await Relay.SendAllAsync(server, instead).ConfigureAwait(false);
                sent = end;
            }

            at = end;
        }

        await Relay.SendAllAsync(server, bytes[sent..at]).ConfigureAwait(false);
        return (at, passing);
    }

    /// <returns>The message that goes to the server instead; null if this one does.</returns>
    private async Task<byte[]?> RewriteAsync(ReadOnlyMemory<byte> message)
    {
        // 'Q', length, statement, zero; or 'P', length, name, zero, statement, zero, types of parameters.
        int begin = message.Span[0] == 'Q' ? HeaderLength : HeaderLength + 1 + message.Span[HeaderLength..].IndexOf((byte)0);
        int length = message.Span[begin..].IndexOf((byte)0);
        if (length < 0
            || DatabaseStatement.Parse(message.Span.Slice(begin, length)) is not { } statement
            || Databases.IsStandard(statement.Database))
        {
            return null;
        }

        ReadOnlyMemory<byte> original = message.Slice(begin, length);
        Task<byte[]> rewriting = statement.IsCreation ? CreateAsync(original, statement) : DropAsync(original, statement);
        byte[] text = await rewriting.ConfigureAwait(false);
        byte[] changed = [.. message.Span[..begin], .. text, .. message.Span[(begin + length)..]];
        BinaryPrimitives.WriteInt32BigEndian(changed.AsSpan(1), changed.Length - 1);
        return changed;
    }

    private async Task<byte[]> CreateAsync(ReadOnlyMemory<byte> text, DatabaseStatement statement) =>
        await databases.IsTakenAsync(statement.Database).ConfigureAwait(false)
            ? Failure("42P04", $"database \"{statement.Database}\" already exists")
            : statement.Rename(text.Span, databases.Change(statement.Database));

    private async Task<byte[]> DropAsync(ReadOnlyMemory<byte> text, DatabaseStatement statement)
    {
        if (await databases.FindAsync(statement.Database).ConfigureAwait(false) is not null)
        {
            return statement.Rename(text.Span, databases.Change(statement.Database));
        }

        return statement.IsConditional
            ? statement.Rename(text.Span, databases.NameOfNone())
            : Failure("3D000", $"database \"{statement.Database}\" does not exist");
    }

    private static byte[] Failure(string sqlState, string message) => Encoding.UTF8.GetBytes(
        $"DO {Databases.Literal($"BEGIN RAISE EXCEPTION USING ERRCODE = '{sqlState}', MESSAGE = {Databases.Literal(message)}; END")}");
}
