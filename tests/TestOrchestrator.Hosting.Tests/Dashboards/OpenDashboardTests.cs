using System.Runtime.Versioning;
using TestOrchestrator.Engine.Directories;
using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Hosting.Dashboards;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Hosting.Tests.Dashboards;

[TestClass]
public sealed class OpenDashboardTests
{
    private static readonly Uri s_address = new("http://127.1.2.3:18888/login?t=secret");
    private static readonly ProcessIdentity s_session = new(1234, 5678);
    private static readonly ProcessIdentity s_otherSession = new(1235, 5678);

    [TestMethod]
    public void A_run_that_reports_is_known_to_the_dashboard_with_its_directory_and_process()
    {
        using TemporaryDirectory root = new();
        string owner = root.With("20261201-101010-abcd");
        OpenDashboard.Offer(owner, s_address, session: null);

        OpenDashboard found = OpenDashboard.Find(root.Path, session: null)!;
        found.Report("/project/runs/20261201-101011-efgh");

        ProcessIdentity self = ProcessIdentity.Of(Environment.ProcessId);
        Assert.AreEqual((s_address, self), (found.Address, found.Owner));
        Assert.AreEqual(("/project/runs/20261201-101011-efgh", self), OpenDashboard.ReportsTo(owner).Single());
    }

    [TestMethod]
    [UnsupportedOSPlatform("windows")]
    public void Where_it_is_can_be_read_by_its_owner_alone()
    {
        using TemporaryDirectory root = new();
        OpenDashboard.Offer(root.With("20261201-101010-abcd"), s_address, session: null);

        string file = Directory.GetFiles(root["20261201-101010-abcd"]).Single();

        Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [TestMethod]
    public async Task Whose_turn_it_is_not_waits_until_the_other_has_ended()
    {
        using TemporaryDirectory root = new();
        FileLock? first = await OpenDashboard.TakeTurnAsync(root.Path, TimeProvider.System, CancellationToken.None);

        Task<FileLock?> waiting = OpenDashboard.TakeTurnAsync(root.Path, TimeProvider.System, CancellationToken.None);
        Assert.IsNotNull(first);
        Assert.IsFalse(waiting.IsCompleted);
        first.Dispose();

        using FileLock? second = await waiting;
        Assert.IsNotNull(second);
    }

    [TestMethod]
    public void One_of_another_dotnet_test_is_not_found_and_one_for_all_comes_first()
    {
        using TemporaryDirectory root = new();
        OpenDashboard.Offer(root.With("20261201-101010-abcd"), s_address, s_session);

        Assert.IsNull(OpenDashboard.Find(root.Path, session: null));
        Assert.IsNull(OpenDashboard.Find(root.Path, s_otherSession));
        Assert.AreEqual(s_session, OpenDashboard.Find(root.Path, s_session)?.Session);

        OpenDashboard.Offer(root.With("20261201-090909-abcd"), s_address, session: null);
        OpenDashboard? all = OpenDashboard.Find(root.Path, s_session);
        Assert.IsNotNull(all);
        Assert.IsNull(all.Session);
    }

    [TestMethod]
    [DataRow("""{"version":1,"address":"http://127.1.2.3:1/","owner":{"pid":PID,"started":1}}""", DisplayName = "the pid of another")]
    [DataRow("""{"version":1,"address":"http://127.1""", DisplayName = "half a file")]
    [DataRow("""{"version":2}""", DisplayName = "another format")]
    public void A_file_that_was_left_behind_is_no_dashboard(string content)
    {
        using TemporaryDirectory root = new();
        string text = content.Replace("PID", $"{Environment.ProcessId}", StringComparison.Ordinal);
        root.With("20261201-101010-abcd", ("dashboard.json", text));

        Assert.IsNull(OpenDashboard.Find(root.Path, session: null));
    }
}
