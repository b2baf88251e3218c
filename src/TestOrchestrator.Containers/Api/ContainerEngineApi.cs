using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TestOrchestrator.Containers.Api;

/// <summary>The API of the container engine of this machine: that of Docker, which Podman has as well. Thread-safe.</summary>
/// <remarks>
/// A client of our own for a dozen requests: the assembly of the public one, Docker.DotNet, comes in two packages and three incompatible
/// versions with Testcontainers, which the test projects of our users may have.
/// </remarks>
public sealed class ContainerEngineApi : IDisposable
{
    private static readonly TimeSpan s_pingLimit = TimeSpan.FromSeconds(10);
    private static readonly Lazy<Task<ContainerEngineApi?>> s_found = new(static () => FindAsync(EngineSocket.OfUser.Candidates()));

    private readonly HttpClient _http;

    internal ContainerEngineApi(string socket)
    {
        Socket = socket;
        SocketsHttpHandler handler = new()
        {
            UseProxy = false,
            ConnectCallback = async (_, cancellationToken) => await ConnectAsync(cancellationToken).ConfigureAwait(false),
        };

        // Each request has a limit of its caller's: some are answered when a container ends.
        _http = new(handler) { BaseAddress = new("http://engine/"), Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Gets the path of the Unix socket on which the engine answers.</summary>
    public string Socket { get; }

    /// <summary>Finds the container engine of this machine. Asked once in a process.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The engine; null if none answers.</returns>
    public static Task<ContainerEngineApi?> FindAsync(CancellationToken cancellationToken) => s_found.Value.WaitAsync(cancellationToken);

    /// <summary>Gets the addresses of a network.</summary>
    /// <param name="name">The name or the id of the network.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The addresses; null if there is no such network, or it has none of IPv4.</returns>
    public async Task<NetworkAddresses?> GetNetworkAsync(string name, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        JsonNode? network = await GetAsync($"networks/{Uri.EscapeDataString(name)}", cancellationToken).ConfigureAwait(false);
        return (network?["IPAM"]?["Config"] as JsonArray ?? []).Select(NetworkAddresses.Parse).FirstOrDefault(static a => a is not null);
    }

    /// <summary>
    /// Looks whether the engine makes its networks on this machine, and not in a virtual machine or a namespace of a user.
    /// </summary>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>Whether it does.</returns>
    public async Task<bool> HasNetworksOfThisMachineAsync(CancellationToken cancellationToken) =>
        HasNetworksOf(Dns.GetHostName(), await GetAsync("info", cancellationToken).ConfigureAwait(false));

    // {"Name": "the machine's name", "SecurityOptions": ["name=seccomp,profile=default", "name=rootless"]}
    internal static bool HasNetworksOf(string machine, JsonNode? info)
    {
        bool isRootless = (info?["SecurityOptions"] as JsonArray ?? []).Any(static o => o?.GetValue<string>() == "name=rootless");
        return !isRootless && info?["Name"]?.GetValue<string>() == machine;
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    internal static async Task<ContainerEngineApi?> FindAsync(IEnumerable<string> sockets)
    {
        foreach (string socket in sockets.Where(File.Exists))
        {
            ContainerEngineApi api = new(socket);
            using CancellationTokenSource limit = new(s_pingLimit, TimeProvider.System);
            try
            {
                using HttpResponseMessage answer = await api._http.GetAsync("_ping", limit.Token).ConfigureAwait(false);
                if (answer.IsSuccessStatusCode)
                {
                    return api;
                }
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
            {
                // No engine listens there, or this user has no access.
            }

            api.Dispose();
        }

        return null;
    }

    /// <summary>Asks for something.</summary>
    /// <param name="path">The path and query, without a slash before them.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The answer; null if it is not there.</returns>
    internal Task<JsonNode?> GetAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, path, null, cancellationToken, HttpStatusCode.NotFound);

    /// <summary>Makes or does something.</summary>
    /// <returns>The answer; null if it is empty.</returns>
    internal Task<JsonNode?> PostAsync(string path, JsonNode? body, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, path, body, cancellationToken);

    /// <summary>Ends something, which may have ended by itself.</summary>
    internal Task EndAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, path, null, cancellationToken, HttpStatusCode.NotFound, HttpStatusCode.Conflict);

    /// <summary>Removes something, which may not be there any more.</summary>
    internal Task DeleteAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Delete, path, null, cancellationToken, HttpStatusCode.NotFound);

    private async Task<JsonNode?> SendAsync(
        HttpMethod method,
        string path,
        JsonNode? body,
        CancellationToken cancellationToken,
        params HttpStatusCode[] accepted)
    {
        using HttpContent? content = body is null ? null : JsonContent.Create(body);
        using HttpResponseMessage response = await OpenAsync(method, path, content, cancellationToken, accepted).ConfigureAwait(false);
        string text = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        return !response.IsSuccessStatusCode || text.Length == 0 ? null : JsonNode.Parse(text);
    }

    /// <summary>Sends a request whose answer is read as it comes.</summary>
    /// <returns>The answer, to be disposed of.</returns>
    internal async Task<HttpResponseMessage> OpenAsync(
        HttpMethod method,
        string path,
        HttpContent? content,
        CancellationToken cancellationToken,
        params HttpStatusCode[] accepted)
    {
        using HttpRequestMessage request = new(method, path) { Content = content };
        HttpResponseMessage response;
        try
        {
            response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException e)
        {
            throw ContainerErrors.NoAnswer(Socket, method, path, e);
        }

        if (response.IsSuccessStatusCode || accepted.Contains(response.StatusCode))
        {
            return response;
        }

        using (response)
        {
            string text = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
            throw ContainerErrors.Refused(method, path, (int)response.StatusCode, MessageOf(text));
        }
    }

    /// <summary>Reads the message in an answer of the engine: <c>{"message":"No such image"}</c>.</summary>
    private static string MessageOf(string text)
    {
        try
        {
            return JsonNode.Parse(text)?["message"]?.GetValue<string>() ?? text;
        }
        catch (JsonException)
        {
            return text.Length == 0 ? "nothing" : text.Trim();
        }
    }

    private async Task<Stream> ConnectAsync(CancellationToken cancellationToken)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(Socket), cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
