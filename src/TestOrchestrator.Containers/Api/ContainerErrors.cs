using System.Net;
using System.Net.Sockets;
using TestOrchestrator.Engine.Errors;

namespace TestOrchestrator.Containers.Api;

/// <summary>The errors of containers, TO165x.</summary>
internal static class ContainerErrors
{
    public const string RefusedCode = "TO1651";

    public static EngineException NoAnswer(string socket, HttpMethod method, string path, Exception cause) => new(
        "TO1650",
        $"The container engine at '{socket}' does not answer any more: {cause.Message} It was asked '{method} /{path}'. "
        + "Look whether it runs.",
        cause);

    public static EngineException Refused(HttpMethod method, string path, int status, string message) => new(
        RefusedCode,
        $"The container engine answered {status} to '{method} /{path}': {message}");

    public static EngineException NotPulled(string unit, string image, string why) => new(
        "TO1653",
        $"The image '{image}' of '{unit}' cannot be pulled: {why}. "
        + $"Correct its name, or have the container engine get it: 'docker pull {image}'.");

    public static EngineException NoAddresses(string network) => new(
        "TO1652",
        $"The network '{network}' has no addresses of IPv4, and containers could not reach services of this machine. "
        + $"Look what 'docker network inspect {network}' says.");

    public static EngineException NoGateway(IPAddress gateway, SocketException refusal) => new(
        "TO1652",
        $"Containers reach services of this machine at the gateway of their network, {gateway}, and nothing can listen there: "
        + $"{refusal.Message}. The engine must run on this machine and as root: one without root rights, or in a machine of its own, "
        + "has its networks elsewhere.",
        refusal);
}
