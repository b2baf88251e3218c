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

    // It may do anything, and would do it once for all instances.
    [TestMethod]
    public void A_module_that_is_initialised_is_state() => Assert.AreEqual("<Module>..cctor", Look((assembly, metadata) => StaticState.FindIn(assembly, metadata, metadata.TypeDefinitions.First())));

    [TestMethod]
    public void Settings_in_a_static_field_are_state_if_they_are_changed()
    {
        string? ofHere = Look((assembly, _) => StaticState.FindSettable(assembly));

        Assert.AreEqual("TestOrchestrator.Engine.Tests.InProcess.KeptSettings.s_mediaType", ofHere);
        Assert.IsTrue(Look((assembly, _) => SettableObjects.AreChangedBy(assembly)));
    }

    [TestMethod]
    [DataRow("FromAField", true)]
    [DataRow("FromAProperty", true)]
    [DataRow("FromTheCaller", true)]
    [DataRow("OfAHost", false)]
    [DataRow("OfItsOwn", false)]
    [DataRow("Uses", false)]
    public void Settings_are_changed_by_who_gets_them_from_where_they_are_kept(string method, bool changes) => Assert.AreEqual(changes, Look((assembly, metadata) =>
    {
        TypeDefinition type = metadata.TypeDefinitions.Select(metadata.GetTypeDefinition).Single(t => metadata.StringComparer.Equals(t.Name, nameof(KeptSettings)));
        return SettableObjects.IsChangedBy(assembly, metadata, type.GetMethods().Select(metadata.GetMethodDefinition).Single(m => metadata.StringComparer.Equals(m.Name, method)));
    }));

    private static T Look<T>(Func<PEReader, MetadataReader, T> look)
    {
        using FileStream file = File.OpenRead(typeof(StaticStateTests).Assembly.Location);
        using PEReader assembly = new(file);
        return look(assembly, assembly.GetMetadataReader());
    }

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
