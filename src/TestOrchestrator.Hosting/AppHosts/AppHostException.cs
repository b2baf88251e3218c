using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Errors;

namespace TestOrchestrator.Hosting.AppHosts;

/// <summary>An app host did not describe an application that can run.</summary>
public sealed class AppHostException : Exception
{
    internal AppHostException(string code, string message, Exception? innerException = null)
        : base($"{code}: {message}", innerException) => Code = code;

    /// <summary>Gets the code of the cause, such as <c>TO1701</c>.</summary>
    public string Code { get; }

    internal static AppHostException NoEntryPoint(Type appHost) => new(
        "TO1701",
        $"'{appHost.FullName}' is not an app host: its assembly '{appHost.Assembly.GetName().Name}' has no entry point. Name the class that the build generates for the app host project, such as Projects.AppHost.");

    internal static AppHostException NothingBuilt(Type appHost) => new(
        "TO1702",
        $"The app host '{appHost.FullName}' ended without building an application. It must call DistributedApplication.CreateBuilder(args), Build() and Run().");

    /// <summary>Gets what Run() threw: it waits for a task, and wraps what happened there. RunAsync() does not.</summary>
    internal static Exception CauseOf(Exception failure) =>
        failure is AggregateException { InnerExceptions: [var single] } ? CauseOf(single) : failure;

    /// <summary>Tells whether the message of an exception says all that a person needs.</summary>
    internal static bool IsForPeople(Exception failure) => failure is AppHostException or DefinitionException or EngineException;

    /// <summary>
    /// Makes what is thrown when an app host has failed: what happened, if it says all, else a message that names the app host.
    /// </summary>
    internal static Exception Of(Type appHost, Exception failure) => IsForPeople(failure)
        ? failure
        : new AppHostException(
            "TO1703",
            $"The app host '{appHost.FullName}' failed: {failure.GetType().Name}: {failure.Message}",
            failure);

    internal static AppHostException NotBuiltInTime(Type appHost, TimeSpan limit) => new(
        "TO1705",
        $"The app host '{appHost.FullName}' has not built its application after {limit.TotalSeconds:0} s. Its entry point still runs. It must call DistributedApplication.CreateBuilder(args), Build() and Run().");

    internal static AppHostException BuiltTwice(Type appHost) => new(
        "TO1706",
        $"The app host '{appHost.FullName}' builds more than one application. Only one can run for a test class: build one, and choose by an argument which.");

    internal static AppHostException NotRun(Type appHost) => new(
        "TO1710",
        $"The app host '{appHost.FullName}' has built its application and ended without starting it. It must call Run() or RunAsync().");

    internal static AppHostException NoLocalEngine(string appHost) => new(
        "TO1707", $"The local engine cannot run '{appHost}': {WhatIsMissing} Use Aspire 13.6, or run the tests with --lane aspire.");

    /// <summary>Makes the line that says that an application runs on Aspire's own engine, though it was to run on the local one.</summary>
    internal static string LeftToAspire(string appHost) =>
        $"TO1707: Aspire's own engine runs '{appHost}': {WhatIsMissing} "
        + "Use Aspire 13.6 for the local engine; --lane aspire asks for Aspire's own.";

    private static string WhatIsMissing =>
        $"this version of Aspire.Hosting ({typeof(Aspire.Hosting.DistributedApplication).Assembly.GetName().Version}) has no service "
        + $"'{Local.AspireInternals.OrchestratorService}', which the local engine replaces.";

    internal static AppHostException NoContainerEngine(string answers, string remedy) => new(
        "TO1711",
        $"The application has containers, and no container engine answers ({answers}). {remedy}, "
        + "or use the lanes 'fast' and 'real', which need none.");

    internal static AppHostException NoDashboard(string reason) => new("TO1712", $"Aspire's dashboard did not start: {reason}");

    internal static AppHostException DashboardEnded(string reason) => new("TO1712", $"Aspire's dashboard has ended: {reason}");

    internal static AppHostException NoDashboardProgram(string? recorded, string package) => new(
        "TO1715",
        "Aspire's dashboard was not found: "
        + (recorded is null ? "the run has not recorded where it is" : $"'{recorded}', which the run has recorded, is not there")
        + $", and there is none in '{package}'. The build of an app host with Aspire.AppHost.Sdk restores it: run dotnet restore on one.");
}
