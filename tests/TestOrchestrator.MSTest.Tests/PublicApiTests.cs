using System.Runtime.CompilerServices;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.MSTest.Tests;

[TestClass]
public sealed class PublicApiTests
{
    [TestMethod]
    public void The_public_surface_is_what_has_been_reviewed()
    {
        string changes = PublicApi.Changes(typeof(LanesAttribute).Assembly, File.ReadAllLines(Reviewed()));

        Assert.AreEqual("", changes, $"If this is meant, edit PublicApi.txt:\n{changes}\n");
    }

    private static string Reviewed([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here) ?? "", "PublicApi.txt");
}
