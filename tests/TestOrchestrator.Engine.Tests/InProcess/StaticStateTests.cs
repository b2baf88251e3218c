using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using TestOrchestrator.Engine.InProcess.Assemblies;

namespace TestOrchestrator.Engine.Tests.InProcess;

[TestClass]
public sealed class StaticStateTests
{
    private static readonly Dictionary<string, string?> s_found = FindInAllTypes();

    [TestMethod]
    public void What_is_the_same_for_every_instance_is_no_state()
    {
        string[] found = [.. s_found.Where(f => f.Key.StartsWith("Harmless.", StringComparison.Ordinal)).Select(f => f.Value).OfType<string>()];

        Assert.AreEqual("", string.Join(", ", found));
    }

    [TestMethod]
    public void What_one_instance_could_see_of_another_is_state()
    {
        string[] types = [.. typeof(Stateful).GetNestedTypes(System.Reflection.BindingFlags.NonPublic).Select(t => $"Stateful.{t.Name}").Order(StringComparer.Ordinal)];
        string[] found = [.. s_found.Where(f => f.Key.StartsWith("Stateful.", StringComparison.Ordinal) && f.Value is not null).Select(f => f.Key).Order(StringComparer.Ordinal)];

        Assert.AreEqual(string.Join('\n', types), string.Join('\n', found));
    }

    [TestMethod]
    [DataRow("Stateful.ACounter", "TestOrchestrator.Engine.Tests.InProcess.Stateful.ACounter.s_count")]
    [DataRow("Stateful.AProperty", "TestOrchestrator.Engine.Tests.InProcess.Stateful.AProperty.<Value>k__BackingField")]
    [DataRow("Stateful.OfTheEnvironment", "TestOrchestrator.Engine.Tests.InProcess.Stateful.OfTheEnvironment..cctor")]
    public void It_is_named(string type, string name) => Assert.AreEqual(name, s_found[type]);

    private static Dictionary<string, string?> FindInAllTypes()
    {
        using FileStream file = File.OpenRead(typeof(StaticStateTests).Assembly.Location);
        using PEReader assembly = new(file);
        MetadataReader metadata = assembly.GetMetadataReader();
        return metadata.TypeDefinitions
            .Where(handle => metadata.GetTypeDefinition(handle).GetDeclaringType() is { IsNil: false } outer
                && metadata.GetString(metadata.GetTypeDefinition(outer).Name) is nameof(Harmless) or nameof(Stateful))
            .ToDictionary(
                handle => $"{metadata.GetString(metadata.GetTypeDefinition(metadata.GetTypeDefinition(handle).GetDeclaringType()).Name)}.{metadata.GetString(metadata.GetTypeDefinition(handle).Name)}",
                handle => StaticState.FindIn(assembly, metadata, handle));
    }
}
