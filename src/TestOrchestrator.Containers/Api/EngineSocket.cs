using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TestOrchestrator.Containers.Api;

/// <summary>
/// Finds the Unix socket on which a container engine of this machine answers, as Docker's own programs do: DOCKER_HOST, else the current
/// context, else the usual place; and after these Podman's. An engine elsewhere is of no use here: its containers could not be reached.
/// </summary>
/// <param name="variable">Gets an environment variable.</param>
/// <param name="home">The user's home directory.</param>
internal sealed class EngineSocket(Func<string, string?> variable, string home)
{
    private const string UnixScheme = "unix://";
    private const string Default = "/var/run/docker.sock";

    /// <summary>Gets the places of the user of this process.</summary>
    public static EngineSocket OfUser { get; } =
        new(Environment.GetEnvironmentVariable, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));

    /// <summary>Gets the sockets to try, in this order. What was stated is not passed over in silence: then it is the only one.</summary>
    public IEnumerable<string> Candidates()
    {
        if (Stated() is { } stated)
        {
            return stated.StartsWith(UnixScheme, StringComparison.Ordinal) ? [stated[UnixScheme.Length..]] : [];
        }

        string[] ofUser = variable("XDG_RUNTIME_DIR") is { Length: > 0 } user ? [Path.Combine(user, "podman/podman.sock")] : [];
        return [Default, .. ofUser, "/run/podman/podman.sock"];
    }

    private string? Stated()
    {
        if (variable("DOCKER_HOST") is { Length: > 0 } host)
        {
            return host;
        }

        string directory = variable("DOCKER_CONFIG") is { Length: > 0 } given ? given : Path.Combine(home, ".docker");
        string? context = variable("DOCKER_CONTEXT") is { Length: > 0 } named
            ? named
            : Read(Path.Combine(directory, "config.json"))?["currentContext"]?.GetValue<string>();
        if (context is null or "" or "default")
        {
            return null;
        }

        string id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(context)));
        return Read(Path.Combine(directory, "contexts/meta", id, "meta.json"))?["Endpoints"]?["docker"]?["Host"]?.GetValue<string>();
    }

    private static JsonNode? Read(string file)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            // Most users have no such file.
            return null;
        }
    }
}
