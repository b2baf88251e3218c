using System.Globalization;
using System.Net;
using System.Net.Sockets;
using TestOrchestrator.Engine.Directories;

namespace TestOrchestrator.Engine.Removals;

/// <summary>
/// The notes of a run: files in its state directory, of two lines each, the Unix socket of a program that serves HTTP, and the path to
/// send DELETE to. The nursery's half is its <c>Removals</c>. Thread-safe.
/// </summary>
/// <param name="stateDirectory">The state directory of the run.</param>
internal sealed class RemovalNotes(string stateDirectory)
{
    /// <summary>The directory of the notes.</summary>
    public const string DirectoryName = "removals";

    /// <summary>What the name of a note ends with until the thing is there.</summary>
    public const string NotYetMade = ".new";

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);
    private int _last;

    public RemovalNote Add(string socket, string path)
    {
        string directory = Path.Combine(stateDirectory, DirectoryName);
        PrivateDirectory.Create(directory);
        string file = Path.Combine(directory, Interlocked.Increment(ref _last).ToString("D6", CultureInfo.InvariantCulture));
        File.WriteAllLines($"{file}{NotYetMade}", [socket, path]);
        return new(file);
    }

    /// <summary>Removes what a run has made of which neither owner nor nursery is left, the last thing first.</summary>
    /// <exception cref="IOException">Something could not be removed.</exception>
    public static void CarryOut(string stateDirectory)
    {
        string directory = Path.Combine(stateDirectory, DirectoryName);
        foreach (string file in (Directory.Exists(directory) ? Directory.GetFiles(directory) : []).OrderDescending(StringComparer.Ordinal))
        {
            if (File.ReadAllLines(file) is [string socket, string path])
            {
                Delete(socket, path);
            }

            File.Delete(file);
        }
    }

    private static void Delete(string socket, string path)
    {
        using SocketsHttpHandler handler = new() { ConnectCallback = (_, _) => new(Connect(socket)) };
        using HttpClient client = new(handler) { Timeout = s_limit };
        try
        {
            using HttpResponseMessage answer = client.Send(new(HttpMethod.Delete, $"http://engine{path}"));
            if (!answer.IsSuccessStatusCode && answer.StatusCode != HttpStatusCode.NotFound)
            {
                throw new IOException($"'DELETE {path}' was answered with {(int)answer.StatusCode} by '{socket}'.");
            }
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            throw new IOException($"'DELETE {path}' was not answered by '{socket}': {e.Message}", e);
        }
    }

    private static NetworkStream Connect(string path)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return new(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
