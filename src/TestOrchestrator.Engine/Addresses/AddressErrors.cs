using System.Net;
using System.Net.Sockets;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Errors;

namespace TestOrchestrator.Engine.Addresses;

/// <summary>The errors of addresses and ports, TO13xx, and of endpoints that are not there.</summary>
internal static class AddressErrors
{
    public static EngineException NoFreeAddress(int attempts) => new(
        "TO1301",
        $"None of {attempts} loopback addresses tried between 127.64.0.1 and 127.127.255.254 could be claimed. Stop runs that are not needed, or run fewer at a time.");

    public static EngineException NoFreePort(IPAddress address, int first, int last, int attempts) => new(
        "TO1302",
        $"None of {attempts} ports tried between {first} and {last} on {address} is free. Stop what listens there ('ss -ltn' shows it).");

    public static EngineException PortTaken(string resource, string endpoint, IPEndPoint wanted) => new(
        "TO1303",
        $"'{resource}' insists on port {wanted.Port} for its endpoint '{endpoint}', and another program on this machine listens there ({wanted}; 'ss -ltnp' shows it). Stop that program, or let the port be chosen: leave targetPort out and pass the name of the variable that tells the program its port (env:).");

    public static EngineException PortForbidden(string resource, string endpoint, IPEndPoint wanted, SocketException refusal) => new(
        "TO1305",
        $"'{resource}' insists on port {wanted.Port} for its endpoint '{endpoint}', and it cannot be had: {refusal.Message} ({wanted}). Ports below 1024 are root's on most machines. Let the port be chosen: leave targetPort out and pass the name of the variable that tells the program its port (env:).",
        refusal);

    public static EngineException NoSocket(SocketException refusal) => new(
        "TO1306",
        $"No socket can be had to reserve an address or a port with: {refusal.Message}. Raise the limit of open files ('ulimit -n' shows it), or run fewer applications at a time.",
        refusal);

    public static EngineException NotLoopback(IPAddress address) => new(
        "TO1304",
        $"'{address}' is not a loopback address of IPv4. An application listens on such addresses only, as 127.0.0.1.");

    public static EngineException NoSuchEndpoint(UnitDefinition unit, string? asked) => new(
        "TO1410",
        unit.Endpoints.IsEmpty
            ? $"'{unit.Name}' has no endpoints."
            : $"'{unit.Name}' has no endpoint '{asked}'. It declares: {string.Join(", ", unit.Endpoints.Select(e => $"'{e.Name}'"))}.");
}
