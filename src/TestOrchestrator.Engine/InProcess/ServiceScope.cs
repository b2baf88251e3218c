using System.Globalization;
using TestOrchestrator.Engine.InProcess.Assemblies;
using TestOrchestrator.Engine.InProcess.Surroundings;

namespace TestOrchestrator.Engine.InProcess;

/// <summary>The service that the current flow of execution belongs to: how what is one per process is told apart. Thread-safe.</summary>
internal sealed class ServiceScope(string name, ServiceContext context, ServiceLog log, ServiceProxy proxy)
{
    private static readonly AsyncLocal<ServiceScope?> s_current = new();

    /// <summary>Gets the service that is executing; null in a test, or in the engine.</summary>
    public static ServiceScope? Current => s_current.Value;

    public string Name { get; } = name;

    public ServiceLog Log { get; } = log;

    public ServiceProxy Proxy { get; } = proxy;

    /// <summary>Gets what is told about the service's host; set before its program is entered.</summary>
    public required IHostObserver Observer { get; init; }

    /// <summary>Makes the service the current one of this flow of execution and of everything that flows from it.</summary>
    public void Enter()
    {
        s_current.Value = this;

        // MVC, hosting startup and EF Core's migrations load the program's assemblies by name, from a package that several programs share.
        context.EnterContextualReflection();

        // What the test host has set for every thread that sets nothing is for its own threads. Whatever the service sets in this flow
        // stays in it.
        if (CultureInfo.DefaultThreadCurrentCulture is not null)
        {
            CultureInfo.CurrentCulture = CultureInfo.InstalledUICulture;
        }

        if (CultureInfo.DefaultThreadCurrentUICulture is not null)
        {
            CultureInfo.CurrentUICulture = CultureInfo.InstalledUICulture;
        }
    }
}
