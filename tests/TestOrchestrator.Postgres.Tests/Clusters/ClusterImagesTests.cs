using System.Runtime.Versioning;
using TestOrchestrator.Postgres.Tests.Scenes;
using TestOrchestrator.TestKit;
using TestOrchestrator.TestKit.Processes;

namespace TestOrchestrator.Postgres.Tests.Clusters;

/// <summary>What is kept of templates from one run to the next, each in a process and a cache of its own.</summary>
[TestClass]
[UnsupportedOSPlatform("windows")]
public sealed class ClusterImagesTests : IDisposable
{
    private readonly TemporaryDirectory _files = new();
    private readonly OtherProcessOptions _options;
    private readonly string _migrations;

    public ClusterImagesTests()
    {
        _options = new() { Environment = new() { ["TESTORCHESTRATOR_CACHE"] = Cache } };
        _migrations = _files.With("migrations", ("1.sql", "CREATE TABLE items AS SELECT 'one' AS name"));
    }

    private string Cache => _files["cache"];

    public void Dispose() => _files.Dispose();

    [TestMethod]
    public async Task Two_processes_that_need_one_template_make_it_once()
    {
        OtherProcessResult[] both = await Task.WhenAll(UseAsync("real"), UseAsync("real"));

        Assert.AreEqual("0 templates: one, 1 templates: one", string.Join(", ", both.Select(Templates).Order()), $"{both[0]}\n{both[1]}");
    }

    [TestMethod]
    public async Task A_later_run_makes_no_template_unless_migrations_have_changed()
    {
        OtherProcessResult first = await UseAsync("real");
        OtherProcessResult later = await UseAsync("real");
        File.AppendAllText(Path.Combine(_migrations, "1.sql"), "; INSERT INTO items VALUES ('two')");
        OtherProcessResult changed = await UseAsync("real");

        Assert.AreEqual("1 templates: one, 0 templates: one, 1 templates: one, two", $"{Templates(first)}, {Templates(later)}, {Templates(changed)}", $"{first}\n{later}\n{changed}");
    }

    [TestMethod]
    public async Task A_damaged_template_is_made_again()
    {
        await UseAsync("fast");
        string entry = Directory.GetDirectories(Path.Combine(Cache, "postgres")).Single();
        File.Delete(Path.Combine(entry, "data", "global", "pg_control"));

        OtherProcessResult next = await UseAsync("fast");
        OtherProcessResult later = await UseAsync("fast");

        Assert.AreEqual($"1 templates: one; '{entry}' in the cache is damaged and is made again.", Templates(next), $"{next}");
        Assert.AreEqual("0 templates: one", Templates(later), $"{later}");
        Assert.AreEqual(entry, string.Join(' ', Directory.GetDirectories(Path.Combine(Cache, "postgres"))));
    }

    [TestMethod]
    public async Task Want_of_room_is_told_with_the_way_out()
    {
        await UseAsync("fast");
        string small = _files.With("small");
        if (Command.Run("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", small) is { } why)
        {
            Assert.Inconclusive($"A file system of 16 MiB cannot be mounted here: {why}");
        }

        try
        {
            _options.Environment["TESTORCHESTRATOR_STATE"] = small;
            OtherProcessResult result = await UseAsync("fast");

            StringAssert.Matches(result.Errors, new($"'postgres' is FailedToStart: TO1608: The data directory of a PostgreSQL server could not be made\\. '{small}/[^']*/postgres' could not be written: No space left on device\\. TESTORCHESTRATOR_STATE can name a directory with more room\\."));
        }
        finally
        {
            Assert.IsNull(Command.Run("umount", small));
        }
    }

    [TestMethod]
    public async Task Where_user_namespaces_are_forbidden_root_runs_servers_as_another_user()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            Assert.Inconclusive("Only root has to run servers as somebody else.");
        }

        File.SetUnixFileMode(_files.Path, (UnixFileMode)0b_111_101_101);
        _options.Environment["PATH"] = SearchPath.With(_files["bin"], "unshare", "echo 'unshare: unshare failed: Operation not permitted' >&2; exit 1");

        OtherProcessResult[] both = [await UseAsync("fast"), await UseAsync("real")];

        foreach (OtherProcessResult result in both)
        {
            StringAssert.Matches(result.Output, new("^(installed|npm|apt) programs, 1 templates, user 65534: one$"), result.Errors);
        }
    }

    [TestMethod]
    public async Task An_ordinary_user_needs_no_rights()
    {
        File.SetUnixFileMode(_files.Path, (UnixFileMode)0b_111_101_101);
        using OrdinaryUser user = new();

        OtherProcessResult result = await OtherProcess.RunAsync(PostgresScenes.Use, user.Options(), "real", _migrations);

        Assert.AreEqual("1 templates: one", Templates(result), $"{result}");
    }

    private Task<OtherProcessResult> UseAsync(string lane) => OtherProcess.RunAsync(PostgresScenes.Use, _options, lane, _migrations);

    // installed programs, 1 templates, user 0: one; a note
    private static string Templates(OtherProcessResult result) => result.Output.Split(", ", 3) is [_, string templates, string rest]
        ? $"{templates}{rest[rest.IndexOf(':', StringComparison.Ordinal)..]}"
        : $"{result}";
}
