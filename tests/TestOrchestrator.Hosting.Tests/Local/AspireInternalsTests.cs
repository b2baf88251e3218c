using TestOrchestrator.Hosting.Local;
using TestOrchestrator.Hosting.Tests.Scenes;
using TestOrchestrator.TestKit.Processes;

namespace TestOrchestrator.Hosting.Tests.Local;

/// <summary>An Aspire that has changed inside: what is not there is lost, is said, and costs no more.</summary>
[TestClass]
public sealed class AspireInternalsTests
{
    public static IEnumerable<string> Members => new AspireInternals().Members;

    // A process runs several applications, one after the other: what is compiled for the first serves the others.
    public static IEnumerable<string> Parts =>
        Members.Where(m => m != AspireInternals.OrchestratorService).Chunk(5).Select(part => string.Join(' ', part));

    [TestMethod]
    public void Nothing_is_lost_with_the_version_that_is_referenced()
    {
        AspireInternals all = new();

        Assert.AreEqual("", string.Join('\n', all.Losses.Concat(all.LossesUnderDcp)));
    }

    [TestMethod]
    [DynamicData(nameof(Members))]
    public void What_is_lost_without_a_member_is_one_sentence(string member)
    {
        AspireInternals without = new(member);

        string loss = without.Losses.Concat(without.LossesUnderDcp).Single();

        StringAssert.Matches(loss, new(@"^[A-Z].+\.$"));
        Assert.AreEqual(member != AspireInternals.OrchestratorService, without.HasOrchestrator);
    }

    [TestMethod]
    [DynamicData(nameof(Parts))]
    public async Task Without_one_of_them_an_application_runs_and_says_what_is_lost(string part)
    {
        string[] members = part.Split(' ');

        OtherProcessResult result = await OtherProcess.RunAsync(HostingScenes.Without, new(), members);

        CollectionAssert.AreEqual(
            members.Select(m => $"{m}: healthy, waited, restarted, stopped, noted").ToArray(),
            result.Output.Trim().Split('\n'),
            $"{result}");
    }

    [TestMethod]
    public async Task Without_the_service_that_is_replaced_Aspires_own_engine_runs_the_application_and_a_line_says_so()
    {
        OtherProcessResult result = await OtherProcess.RunAsync(HostingScenes.LeftToAspire, new());

        Assert.AreEqual("unchanged, dcp", result.Output, $"{result}");
        StringAssert.Matches(result.Errors, new(@"^TO1707: Aspire's own engine runs '.+': this version of Aspire\.Hosting \(13\.\S+\) has no"));
        StringAssert.Contains(result.Errors, "Use Aspire 13.6 for the local engine;");
    }
}
