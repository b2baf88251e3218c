namespace TestOrchestrator.Engine.Tests.Applications;

[TestClass]
public sealed class ApplicationIdTests
{
    [TestMethod]
    [DataRow("Shop.Tests.CheckoutTests", "checkout-tests-")]
    [DataRow("Outer+Inner", "inner-")]
    [DataRow("HTTPClientTests", "httpclient-tests-")]
    [DataRow("With spaces & signs!", "with-spaces-signs-")]
    [DataRow("Größe", "gr-e-")]
    [DataRow("...", "")]
    [DataRow("", "")]
    [DataRow("a/../../b", "b-")]
    [DataRow("AnExtraordinarilyLongNameOfATestClassThatNobodyWouldWantToRead", "an-extraordinarily-long-name-of-atest-class-that-")]
    public void A_name_becomes_something_that_can_stand_in_a_path(string name, string expected)
    {
        string id = Engine.Applications.ApplicationId.New(name);

        Assert.AreEqual(expected, id[..^Engine.Applications.ApplicationId.New("").Length]);
    }

    [TestMethod]
    public async Task Every_application_of_a_run_has_a_state_directory_of_its_own()
    {
        await using TestEngine engine = new();
        engine.AddFake("server");
        GroupDefinition group = engine.Build();

        RunningApplication[] applications = [.. Enumerable.Range(0, 300).Select(_ => engine.Run.CreateApplication(group, new() { Name = "Test" }))];

        Assert.HasCount(300, applications.Select(a => a.StateDirectory).Distinct());
        Assert.IsEmpty(applications.Where(a => !Directory.Exists(a.StateDirectory)));
    }
}
