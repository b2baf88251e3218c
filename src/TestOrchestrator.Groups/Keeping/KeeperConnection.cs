using System.Net.Sockets;
using System.Text.Json;
using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Groups.Holding;

namespace TestOrchestrator.Groups.Keeping;

/// <summary>Asks a keeper.</summary>
internal static class KeeperConnection
{
    /// <exception cref="EngineException">What the keeper refused, or that it is gone.</exception>
    public static async Task<KeeperAnswer> AskAsync(
        KeeperFile keeper,
        string group,
        KeeperRequest request,
        CancellationToken cancellationToken)
    {
        using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(keeper.Socket), cancellationToken).ConfigureAwait(false);
            NetworkStream stream = new(socket, ownsSocket: false);
            await using (stream.ConfigureAwait(false))
            {
                await stream.WriteAsync((byte[])[.. JsonSerializer.SerializeToUtf8Bytes(request, GroupJson.Line), .. "\n"u8], cancellationToken).ConfigureAwait(false);
                using StreamReader reader = new(stream);
                string line = await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) ?? throw Lost(group, request);
                KeeperAnswer answer = JsonSerializer.Deserialize<KeeperAnswer>(line, GroupJson.Line) ?? throw Lost(group, request);
                if (answer.Error is { } error)
                {
                    throw new EngineException(error.Code, error.Message.StartsWith($"{error.Code}: ", StringComparison.Ordinal) ? error.Message[(error.Code.Length + 2)..] : error.Message);
                }

                if (request.Command == "terminate")
                {
                    // The end of the connection is the end of the keeper and of everything that it had.
                    _ = await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false);
                }

                return answer;
            }
        }
        catch (Exception e) when (e is IOException or SocketException or JsonException)
        {
            throw Lost(group, request);
        }
    }

    private static EngineException Lost(
        string group,
        KeeperRequest request) =>
        GroupErrors.KeeperLost(Path.GetFileName(group), request.Command);
}
