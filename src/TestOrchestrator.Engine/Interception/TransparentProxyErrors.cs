using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Engine.Processes;

namespace TestOrchestrator.Engine.Interception;

/// <summary>The errors of transparent proxies, TO268x.</summary>
internal static class TransparentProxyErrors
{
    public static EngineException NotHere(string resource, string why) => new(
        "TO2680",
        $"What '{resource}' connects to cannot be led to a proxy here. {why} Or say WithProxy instead of WithTransparentProxy, if the program follows HTTPS_PROXY.");

    public static EngineException Refused(ProcessStart start, int errno) => new(
        "TO2681",
        $"'{start.Program}' was not started, because what it connects to could not be led to a proxy. {KernelOffer.Ask().WhyRefused(errno)}");
}
