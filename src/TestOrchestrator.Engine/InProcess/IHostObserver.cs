using Microsoft.Extensions.Hosting;

namespace TestOrchestrator.Engine.InProcess;

/// <summary>Is told what happens to the host that a service builds.</summary>
internal interface IHostObserver
{
    /// <summary>The host is about to be built; services can still be added.</summary>
    void Building(IHostBuilder builder);

    void Built(IHost host);

    /// <summary>An exception that nobody caught, on a thread of the service.</summary>
    void Crashed(Exception exception);
}
