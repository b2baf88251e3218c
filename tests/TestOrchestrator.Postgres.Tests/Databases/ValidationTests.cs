using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Postgres.Tests.Kit;
using TestOrchestrator.TestKit;
using TestOrchestrator.TestKit.Applications;

namespace TestOrchestrator.Postgres.Tests.Databases;

[TestClass]
public sealed class ValidationTests : IDisposable
{
    private readonly TemporaryDirectory _files = new();

    public void Dispose() => _files.Dispose();

    [TestMethod]
    [DataRow("")]
    [DataRow("with\0zero")]
    [DataRow("a name of sixty-four bytes, which is more than PostgreSQL keeps..")]
    [DataRow("ein Name von vierundsechzig Bytes, weil Umlaute zwei haben: äöü")]
    public void A_database_needs_a_name_that_PostgreSQL_takes(string name) => Assert.AreEqual(
        $"TO1151: '{name}' cannot be the name of the database 'orders': PostgreSQL takes 1 to 63 bytes.",
        Problems(b => b.AddPostgres("postgres").AddDatabase("orders", name)));

    [TestMethod]
    [DataRow("postgres")]
    [DataRow("template0")]
    [DataRow("template1")]
    public void A_database_cannot_have_a_name_that_every_server_has(string name) => Assert.AreEqual(
        $"TO1152: '{name}' cannot be the name of the database 'orders': every server has one of that name. Give another: AddDatabase(\"orders\", databaseName: …).",
        Problems(b => b.AddPostgres("server").AddDatabase("orders", name)));

    [TestMethod]
    public void Two_databases_of_a_server_cannot_be_the_same() => Assert.AreEqual(
        "TO1153: 'first' and 'second' are both the database 'orders' of 'postgres'. Give each a name of its own, or use one for both.",
        Problems(b =>
        {
            TestServer server = b.AddPostgres("postgres");
            server.AddDatabase("second", "orders");
            server.AddDatabase("first", "orders");
            server.AddDatabase("third", "Orders");
            b.AddPostgres("other").AddDatabase("fourth", "orders");
        }));

    [TestMethod]
    public void Files_that_are_not_there_are_reported_with_their_path()
    {
        string problems = Problems(b => b.AddPostgres("postgres").WithInitFiles(_files["init"]).AddDatabase("orders").WithMigrations(_files["migrations"]));

        Assert.AreEqual(
            $"""
            There are 2 problems:
              TO1154: The init files of 'postgres' are not there: '{_files["init"]}'. A relative path starts at the app host's directory.
              TO1154: The migrations of 'orders' are not there: '{_files["migrations"]}'. A relative path starts at the app host's directory.
            """,
            problems);
    }

    [TestMethod]
    public void Directories_without_files_are_told()
    {
        _files.With("init", ("readme.md", ""));
        _files.With("migrations/below", ("1.sql", ""));

        string problems = Problems(b => b.AddPostgres("postgres").WithInitFiles(_files["init"]).AddDatabase("orders").WithMigrations(_files["migrations"]));

        Assert.AreEqual(
            $"""
            There are 2 problems:
              TO1155: The init files of 'postgres' are empty: '{_files["init"]}' has no '*.sql' file.
              TO1155: The migrations of 'orders' are empty: '{_files["migrations"]}' has no '*.sql' file.
            """,
            problems);
    }

    private static string Problems(Action<TestGroup> describe) =>
        Assert.ThrowsExactly<DefinitionException>(() => TestGroup.Of(describe)).Message;
}
