using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Hosting;

namespace TestOrchestrator.Engine.InProcess.Surroundings;

/// <summary>
/// Puts what tells services apart into the places of which a process has one. Once, and for good: services may still run when a run ends.
/// </summary>
internal static class ProcessHooks
{
    private static readonly Lock s_gate = new();
    private static bool s_installed;

    public static void Install()
    {
        lock (s_gate)
        {
            if (s_installed)
            {
                return;
            }

            s_installed = true;
            Console.SetOut(new ServiceConsole(Console.Out));
            Console.SetError(new ServiceConsole(Console.Error));
            HttpClient.DefaultProxy = new ServiceProxyRouter(HttpClient.DefaultProxy);
            DiagnosticListener.AllListeners.Subscribe(new HostListener());
            TryCatchUnhandled();
        }
    }

    private static void TryCatchUnhandled()
    {
        try
        {
            ExceptionHandling.SetUnhandledExceptionHandler(static exception =>
            {
                if (ServiceScope.Current is not { } service)
                {
                    return false;
                }

                service.Observer.Crashed(exception);
                return true;
            });
        }
        catch (InvalidOperationException)
        {
            // Somebody else has set it, and there can be only one: an exception that no service catches ends the process, as it always did.
        }
    }

    private sealed class HostListener : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
    {
        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == "Microsoft.Extensions.Hosting")
            {
                value.Subscribe(this);
            }
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            switch (value)
            {
                case { Key: "HostBuilding", Value: IHostBuilder builder }:
                    ServiceScope.Current?.Observer.Building(builder);
                    break;
                case { Key: "HostBuilt", Value: IHost host }:
                    ServiceScope.Current?.Observer.Built(host);
                    break;
            }
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }
}
