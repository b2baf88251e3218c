using TestOrchestrator.AppModel;
using TestOrchestrator.Hosting.Building;
using TestOrchestrator.Hosting.Capturing;

namespace TestOrchestrator.Hosting;

/// <summary>Completes the description of an application.</summary>
public static class DistributedApplicationBuildExtensions
{
    /// <summary>Completes the description: checks it, and makes an application of it that can be run.</summary>
    /// <param name="builder">The described application.</param>
    /// <returns>The application.</returns>
    /// <exception cref="AppModel.Validation.AppModelException">The description has mistakes; all of them are listed.</exception>
    public static DistributedApplication Build(this IDistributedApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        AppHostCapture? capture = AppHostCapture.Current;
        capture?.Configure(builder);
        ApplicationModel model = ApplicationModel.Build(builder);
        capture?.HandOver(model);
        return new(model, AppHostBuilder.ProjectOf(builder), AppHostBuilder.ArgsOf(builder));
    }
}
