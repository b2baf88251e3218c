using System.Xml.Linq;

namespace TestOrchestrator.Architecture.Tests;

[TestClass]
public sealed class DependencyDirectionTests
{
    // The architecture, in one table. A new arrow is a change to this table, and is reviewed as one.
    private static readonly Dictionary<string, string[]> s_allowed = new()
    {
        ["Nursery"] = [],
        ["StartUpHook"] = [],
        ["Proxy"] = [],
        ["Proxy.Client"] = [],
        ["Engine"] = [],
        ["Postgres"] = ["Engine"],
        ["Redis"] = ["Engine"],
        ["Containers"] = ["Engine"],
        ["Groups"] = ["Engine"],
        ["Hosting"] = ["Containers", "Engine", "Postgres", "Proxy", "Redis"],
        ["Hosting.PostgreSQL"] = ["Hosting"],
        ["Testing"] = ["Hosting"],
        ["MSTest"] = ["Testing"],
        ["Dashboard"] = ["Hosting"],
        ["Cli"] = ["Containers", "Engine", "Groups", "Postgres", "Proxy", "Redis"],
    };

    [TestMethod]
    public void Every_project_references_what_the_table_says_and_nothing_else()
    {
        string[] actual = [.. Directory.EnumerateFiles(Repo.Src, "*.csproj", SearchOption.AllDirectories).Select(Describe).Order()];

        string[] expected = [.. s_allowed.Select(p => $"{p.Key} -> {string.Join(", ", p.Value.Order())}").Order()];
        Assert.AreEqual(string.Join(Environment.NewLine, expected), string.Join(Environment.NewLine, actual));
    }

    private static string Describe(string project)
    {
        IEnumerable<string> references = XDocument.Load(project)
            .Descendants("ProjectReference")

            // What is packed inside another is not referenced: the nursery inside the engine, the start-up hook and Hosting in orch.
            .Where(r => r.Attribute("ReferenceOutputAssembly")?.Value != "false")
            .Select(r => Short(r.Attribute("Include")!.Value))
            .Order();

        return $"{Short(project)} -> {string.Join(", ", references)}";
    }

    private static string Short(string project) => Path.GetFileNameWithoutExtension(project)["TestOrchestrator.".Length..];
}
