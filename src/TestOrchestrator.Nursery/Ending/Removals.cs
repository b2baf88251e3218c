using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace TestOrchestrator.Nursery.Ending;

/// <summary>
/// Removes what the owner has made in other programs, such as containers, and could not remove any more. The notes about it are files in
/// the state directory, of two lines each: the Unix socket of the program, and the path to send DELETE to. The engine's half is its
/// <c>RemovalNotes</c>.
/// </summary>
internal static class Removals
{
    private const string DirectoryName = "removals";

    // The end of the name of a note about something that may still be being made.
    private const string NotYetMade = ".new";

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Removes all that there are notes of.</summary>
    /// <returns>Whether everything is gone; what is not is left to the janitor, with its note.</returns>
    public static bool CarryOut(string stateDirectory)
    {
        string directory = Path.Combine(stateDirectory, DirectoryName);
        string[] notes = Directory.Exists(directory) ? Directory.GetFiles(directory) : [];
        Stopwatch watch = Stopwatch.StartNew();
        using ManualResetEventSlim never = new();
        while (true)
        {
            // A network is in use as long as one of its containers is there: it is tried again.
            Parallel.ForEach(notes, Delete);
            notes = Array.FindAll(notes, File.Exists);
            if (notes.Length == 0)
            {
                return true;
            }

            if (watch.Elapsed > s_limit)
            {
                // What was not made in all this time will not be any more.
                return Array.TrueForAll(notes, n => n.EndsWith(NotYetMade, StringComparison.Ordinal));
            }

            never.Wait(s_pause);
        }
    }

    private static void Delete(string note)
    {
        try
        {
            HttpStatusCode answer = File.ReadAllLines(note) is [string socket, string path] ? Send(socket, path) : HttpStatusCode.NoContent;
            if ((int)answer < 300 || (answer == HttpStatusCode.NotFound && !note.EndsWith(NotYetMade, StringComparison.Ordinal)))
            {
                File.Delete(note);
            }
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException or UnauthorizedAccessException)
        {
            // Tried again.
        }
    }

    private static HttpStatusCode Send(string socket, string path)
    {
        using SocketsHttpHandler handler = new() { ConnectCallback = (_, _) => new(Connect(socket)) };
        using HttpClient client = new(handler) { Timeout = s_limit };
        using HttpResponseMessage answer = client.Send(new(HttpMethod.Delete, $"http://engine{path}"));
        return answer.StatusCode;
    }

    private static NetworkStream Connect(string path)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return new(socket, ownsSocket: true);
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
    }
}
