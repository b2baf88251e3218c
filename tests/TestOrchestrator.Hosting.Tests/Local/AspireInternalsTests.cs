using TestOrchestrator.Hosting.Local;
using TestOrchestrator.Hosting.Tests.Scenes;
using TestOrchestrator.TestKit.Processes;

namespace TestOrchestrator.Hosting.Tests.Local;

/// <summary>An Aspire that has changed inside: what is not there is lost, is said, and costs no more.</summary>
[TestClass]
public sealed class AspireInternalsTests
{
    [TestMethod]
    public void Nothing_is_lost_with_the_version_that_is_referenced() =>
        Assert.AreEqual("", string.Join('\n', new AspireInternals().Losses));

    [TestMethod]
    [DataRow("CustomResourceSnapshot.ResourceReadyEvent", "Aspire's own health service runs: changes of health are seen after up to a second.")]
    [DataRow("CustomResourceSnapshot.HealthReports", "Aspire's own health service runs: changes of health are seen after up to a second.")]
    [DataRow("ResourceLoggerService.SetConsoleLogsService", "ResourceLoggerService.GetAllAsync does not work; WatchAsync does.")]
    [DataRow("LaunchProfileExtensions.GetEffectiveLaunchProfile", "The commandLineArgs of launch profiles are not passed to projects.")]
    public void A_member_that_is_missing_is_named_by_what_is_lost(string member, string loss) =>
        Assert.AreEqual(loss, string.Join('\n', new AspireInternals(member).Losses));

    [TestMethod]
    [DataRow("CustomResourceSnapshot.ResourceReadyEvent")]
    [DataRow("CustomResourceSnapshot.HealthReports")]
    [DataRow("ResourceLoggerService.SetConsoleLogsService")]
    [DataRow("LaunchProfileExtensions.GetEffectiveLaunchProfile")]
    public async Task An_application_runs_without_it_and_says_so(string member)
    {
        OtherProcessResult result = await OtherProcess.RunAsync(HostingScenes.Without, new(), member);

        Assert.AreEqual("healthy, waited, stopped, noted", result.Output.Trim(), $"{result}");
    }
}
