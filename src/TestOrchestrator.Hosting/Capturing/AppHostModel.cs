using System.Reflection;
using TestOrchestrator.AppModel;
using TestOrchestrator.Hosting.Building;

namespace TestOrchestrator.Hosting.Capturing;

/// <summary>Gets the model of an app host by running its entry point up to where it would run the application. Thread-safe.</summary>
public static class AppHostModel
{
    /// <summary>Gets a new model.</summary>
    /// <param name="request">Which app host, and how it is shaped.</param>
    /// <returns>The model.</returns>
    /// <exception cref="AppModel.Validation.AppModelException">The description has mistakes; all of them are listed.</exception>
    /// <exception cref="AppHostException">The app host is none, failed, or ended without building an application.</exception>
    public static ApplicationModel Create(AppHostRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        Assembly assembly = request.AppHost.Assembly;
        MethodInfo main = assembly.EntryPoint ?? throw AppHostException.NoEntryPoint(request.AppHost);
        AppHostCapture capture = new(AppHostProject.Of(assembly), request.Args, request.Configure);

        // On a flow of its own, so that nothing of the capture is left in the caller's.
        Task.Run(() => Invoke(main, capture, request.AppHost)).GetAwaiter().GetResult();
        return capture.Model ?? throw AppHostException.NothingBuilt(request.AppHost);
    }

    private static void Invoke(MethodInfo main, AppHostCapture capture, Type appHost)
    {
        capture.Enter();
        try
        {
            object?[] parameters = main.GetParameters().Length == 0 ? [] : [Array.Empty<string>()];
            main.Invoke(null, BindingFlags.DoNotWrapExceptions, null, parameters, null);
        }
        catch (Exception e) when (capture.IsUnwinding(e))
        {
            // The way out.
        }
        catch (Exception e) when (e is not AppModel.Validation.AppModelException)
        {
            throw AppHostException.Failed(appHost, e);
        }
    }
}
