namespace TestOrchestrator.Engine.Tests.Definitions;

[TestClass]
public sealed class GroupDefinitionTests : IDisposable
{
    private readonly TestDefinition _definition = new();

    public void Dispose() => _definition.Dispose();

    [TestMethod]
    public void Units_are_kept_in_order_and_found_in_any_case()
    {
        _definition.AddProgram("web");
        _definition.AddProgram("api");

        GroupDefinition group = _definition.Build();

        Assert.AreEqual("web, api", string.Join(", ", group.Units.Select(u => u.Name)));
        Assert.AreEqual("api", group.Get("API").Name);
        Assert.IsTrue(group.TryGet("Web", out UnitDefinition? web));
        Assert.AreEqual("web", web.Name);
        Assert.IsFalse(group.TryGet("app", out UnitDefinition? nothing));
        Assert.IsNull(nothing);
    }

    [TestMethod]
    public void A_group_may_be_empty() => Assert.IsEmpty(_definition.Build().Units);
}
