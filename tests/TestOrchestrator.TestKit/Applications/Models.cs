using Microsoft.Extensions.Configuration;
using TestOrchestrator.AppModel;

namespace TestOrchestrator.TestKit.Applications;

/// <summary>Describes applications without an app host.</summary>
public static class Models
{
    /// <summary>Makes a builder whose relative paths start at a directory.</summary>
    public static IDistributedApplicationBuilder Builder(string appHostDirectory = "/") => new ApplicationModelBuilder
    {
        Configuration = new ConfigurationManager(),
        Environment = new StubEnvironment(),
        AppHostDirectory = appHostDirectory,
    };

    public static ApplicationModel Of(Action<IDistributedApplicationBuilder> describe, string appHostDirectory = "/")
    {
        IDistributedApplicationBuilder builder = Builder(appHostDirectory);
        describe(builder);
        return ApplicationModel.Build(builder);
    }
}
