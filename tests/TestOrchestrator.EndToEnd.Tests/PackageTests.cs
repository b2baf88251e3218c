using System.IO.Compression;
using System.Xml.Linq;
using TestOrchestrator.EndToEnd.Tests.Support;

namespace TestOrchestrator.EndToEnd.Tests;

/// <summary>What the packages of this repository ask of their users' projects.</summary>
[TestClass]
public sealed class PackageTests
{
    private const string Ours = "TestOrchestrator.";

    // Aspire asks for versions of these that NuGet does not have. Which others serve is for the app host to say.
    private static readonly string[] s_chosenByTheAppHost = ["Nerdbank.MessagePack", "Polly.Core", "Polly.Extensions"];

    [TestMethod]
    public async Task Every_library_has_a_package()
    {
        IEnumerable<string> projects = Directory.GetDirectories(Path.Combine(Suite.Repository, "src")).Select(d => Path.GetFileName(d));
        string[] libraries = [.. projects.Where(n => n is not ("TestOrchestrator.Dashboard" or "TestOrchestrator.Nursery" or "TestOrchestrator.StartUpHook"))];

        CollectionAssert.AreEquivalent(libraries, (await PackagesAsync()).Keys.ToArray());
    }

    [TestMethod]
    public async Task No_package_chooses_a_version_that_is_the_app_hosts_choice()
    {
        foreach ((string package, Dependency[] dependencies) in await PackagesAsync())
        {
            Dependency[] chosen = [.. dependencies.Where(d => s_chosenByTheAppHost.Contains(d.Id, StringComparer.OrdinalIgnoreCase))];
            CollectionAssert.AreEqual(Array.Empty<Dependency>(), chosen, package);
        }
    }

    [TestMethod]
    [DataRow("TestOrchestrator.Cli")]
    [DataRow("TestOrchestrator.Containers")]
    [DataRow("TestOrchestrator.Engine")]
    [DataRow("TestOrchestrator.Groups", "Handlebars.Net")]
    [DataRow("TestOrchestrator.Hosting", "Aspire.Hosting")]
    [DataRow("TestOrchestrator.Hosting.PostgreSQL", "Aspire.Hosting.PostgreSQL")]
    [DataRow("TestOrchestrator.MSTest", "MSTest.TestAdapter", "MSTest.TestFramework")]
    [DataRow("TestOrchestrator.Postgres")]
    [DataRow("TestOrchestrator.Proxy")]
    [DataRow("TestOrchestrator.Proxy.Client")]
    [DataRow("TestOrchestrator.Redis")]
    [DataRow("TestOrchestrator.Testing", "Microsoft.Testing.Platform", "Microsoft.Testing.Platform.MSBuild")]
    public async Task A_package_depends_on_what_its_project_names_and_on_nothing_else(string package, params string[] foreign)
    {
        Dependency[] dependencies = (await PackagesAsync())[package];

        CollectionAssert.AreEquivalent(foreign, dependencies.Where(d => !IsOurs(d)).Select(d => d.Id).ToArray());
        CollectionAssert.AreEqual(
            Array.Empty<Dependency>(),
            dependencies.Where(d => d.Id.StartsWith("Aspire.", StringComparison.Ordinal) && d.Versions != "[13.6.5, 14.0.0)").ToArray(),
            "Another major version may lack what the engine replaces.");
        string version = (await Suite.GetAsync()).Version;
        CollectionAssert.AreEqual(Array.Empty<Dependency>(), dependencies.Where(d => IsOurs(d) && d.Versions != version).ToArray());
    }

    [TestMethod]
    public async Task A_restore_copies_nothing_that_the_users_cache_has()
    {
        string[] restored = [.. Directory.GetDirectories((await Suite.GetAsync()).PackageFolder).Select(d => Path.GetFileName(d))];

        Assert.IsNotEmpty(restored);
        string[] foreign = [.. restored.Where(name => !name.StartsWith(Ours, StringComparison.OrdinalIgnoreCase))];
        CollectionAssert.AreEqual(Array.Empty<string>(), foreign);
    }

    private static bool IsOurs(Dependency dependency) => dependency.Id.StartsWith(Ours, StringComparison.Ordinal);

    private static async Task<Dictionary<string, Dependency[]>> PackagesAsync()
    {
        Suite suite = await Suite.GetAsync();
        return Directory.GetFiles(suite.Feed, "*.nupkg").Select(ReadSpecification).ToDictionary(
            specification => Elements(specification, "id").First().Value,
            specification => Elements(specification, "dependency").Select(Dependency.Of).ToArray());
    }

    private static XDocument ReadSpecification(string package)
    {
        using ZipArchive archive = ZipFile.OpenRead(package);
        using Stream specification = archive.Entries.Single(e => e.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        return XDocument.Load(specification);
    }

    private static IEnumerable<XElement> Elements(XDocument specification, string name) =>
        specification.Descendants().Where(e => e.Name.LocalName == name);

    private sealed record Dependency(string Id, string Versions)
    {
        public static Dependency Of(XElement element) => new(element.Attribute("id")!.Value, element.Attribute("version")!.Value);
    }
}
