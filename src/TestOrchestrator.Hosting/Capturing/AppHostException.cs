namespace TestOrchestrator.Hosting.Capturing;

/// <summary>An app host could not be asked for its model.</summary>
public sealed class AppHostException : Exception
{
    private AppHostException(string code, string message, Exception? innerException = null)
        : base($"{code}: {message}", innerException) => Code = code;

    /// <summary>Gets the code of the cause.</summary>
    public string Code { get; }

    internal static AppHostException NoEntryPoint(Type appHost) => new(
        "TO1701",
        $"'{appHost.FullName}' is not an app host: its assembly '{appHost.Assembly.GetName().Name}' has no entry point. Name the class that the build generates for the app host project, such as Projects.AppHost.");

    internal static AppHostException NothingBuilt(Type appHost) => new(
        "TO1702",
        $"The app host '{appHost.FullName}' ended without building an application. It must call DistributedApplication.CreateBuilder(args), Build() and Run().");

    internal static AppHostException Failed(Type appHost, Exception failure) => new(
        "TO1703",
        $"The app host '{appHost.FullName}' failed while it described its application: {failure.GetType().Name}: {failure.Message}",
        failure);
}
