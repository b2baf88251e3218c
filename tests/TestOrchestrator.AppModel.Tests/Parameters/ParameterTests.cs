using TestOrchestrator.AppModel.Validation;

namespace TestOrchestrator.AppModel.Tests.Parameters;

[TestClass]
public sealed class ParameterTests : IDisposable
{
    private readonly TestAppHost _app = new();

    public void Dispose() => _app.Dispose();

    [TestMethod]
    public async Task A_value_stands_in_the_configuration()
    {
        IResourceBuilder<ParameterResource> user = _app.Builder.AddParameter("user");
        _app["Parameters:user"] = "ann";

        Assert.AreEqual("ann", await _app.Start().ValueOf(user.Resource));
    }

    // No shell can set a variable whose name has a hyphen.
    [TestMethod]
    public async Task A_hyphen_may_be_an_underscore_in_the_configuration()
    {
        _app["Parameters:api_key"] = "underscore";
        _app["Parameters:both-keys"] = "hyphen";
        _app["Parameters:both_keys"] = "underscore";
        _app["Parameters:blank-key"] = "";
        _app["Parameters:blank_key"] = "underscore";
        _app["Parameters:no-key"] = "";
        IResourceBuilder<ParameterResource> api = _app.Builder.AddParameter("api-key", secret: true);
        IResourceBuilder<ParameterResource> both = _app.Builder.AddParameter("both-keys");
        IResourceBuilder<ParameterResource> blank = _app.Builder.AddParameter("blank-key");
        IResourceBuilder<ParameterResource> none = _app.Builder.AddParameter("no-key");
        ParameterResource generated = _app.Builder.CreateGeneratedPassword("api-key");
        TestApplication application = _app.Start();

        Assert.AreEqual("underscore", await application.ValueOf(api.Resource));
        Assert.AreEqual("hyphen", await application.ValueOf(both.Resource));
        Assert.AreEqual("underscore", await application.ValueOf(blank.Resource));
        Assert.AreEqual("", await application.ValueOf(none.Resource));
        Assert.AreEqual("underscore", await application.ValueOf(generated));
    }

    [TestMethod]
    public async Task A_value_that_is_stated_is_preferred_to_the_configuration()
    {
        _app["Parameters:user"] = "ann";
        IResourceBuilder<ParameterResource> user = _app.Builder.AddParameter("user", "bob");

        Assert.AreEqual("bob", await _app.Start().ValueOf(user.Resource));
    }

    [TestMethod]
    public async Task A_function_is_called_once()
    {
        int calls = 0;
        IResourceBuilder<ParameterResource> user = _app.Builder.AddParameter("user", () => $"{++calls}");
        TestApplication application = _app.Start();

        Assert.AreEqual("1", await application.ValueOf(user.Resource));
        Assert.AreEqual("1", await application.ValueOf(user.Resource));
        Assert.AreEqual(1, calls);
    }

    [TestMethod]
    public async Task A_value_can_be_given_later_and_the_last_wins()
    {
        int calls = 0;
        IResourceBuilder<ParameterResource> user = _app.Builder.AddParameter("user", () => $"{++calls}").WithValue("bob").WithValue("eve");

        Assert.AreEqual("eve", await _app.Start().ValueOf(user.Resource));
        Assert.AreEqual(0, calls);
    }

    [TestMethod]
    public async Task A_value_can_be_given_to_a_parameter_that_has_none()
    {
        IResourceBuilder<ParameterResource> user = _app.Builder.AddParameter("user");
        _app.Builder.CreateResourceBuilder<ParameterResource>("USER").WithValue("");

        Assert.AreEqual("", await _app.Start().ValueOf(user.Resource));
    }

    [TestMethod]
    public void Whether_a_parameter_is_secret_is_said()
    {
        Assert.IsFalse(_app.Builder.AddParameter("a").Resource.Secret);
        Assert.IsTrue(_app.Builder.AddParameter("b", secret: true).Resource.Secret);
        Assert.IsFalse(_app.Builder.AddParameter("c", "value").Resource.Secret);
        Assert.IsTrue(_app.Builder.AddParameter("d", "value", secret: true).Resource.Secret);
        Assert.IsTrue(_app.Builder.AddParameter("e", () => "value", secret: true).Resource.Secret);
        Assert.IsTrue(_app.Builder.CreateGeneratedPassword("f").Secret);
    }

    [TestMethod]
    public async Task A_generated_password_is_random_for_each_parameter_and_stays_the_same()
    {
        ParameterResource first = _app.Builder.CreateGeneratedPassword("password");
        ParameterResource second = _app.Builder.CreateGeneratedPassword("password");
        TestApplication application = _app.Start();

        string? value = await application.ValueOf(first);

        Assert.AreEqual(value, await application.ValueOf(first));
        Assert.AreNotEqual(value, await application.ValueOf(second));
    }

    [TestMethod]
    public async Task A_generated_password_needs_no_escaping_anywhere()
    {
        TestApplication application = _app.Start();
        for (int i = 0; i < 100; i++)
        {
            string password = await application.ValueOf(_app.Builder.CreateGeneratedPassword("password")) ?? "";

            Assert.AreEqual(22, password.Length);
            Assert.IsTrue(password.All(char.IsAsciiLetterOrDigit), password);
        }
    }

    [TestMethod]
    public async Task A_configured_password_is_preferred_to_a_generated_one()
    {
        _app["Parameters:password"] = "configured";

        Assert.AreEqual("configured", await _app.Start().ValueOf(_app.Builder.CreateGeneratedPassword("password")));
    }

    [TestMethod]
    public async Task A_generated_password_can_be_used_without_being_added()
    {
        IResourceBuilder<TestServer> server = _app.AddServer("server");
        _app.AddProgram("tool")
            .WithEnvironment("PASSWORD", $"{server.Resource.Password}")
            .WithArgs("--password", server.Resource.Password);
        TestApplication application = _app.Start();

        Assert.AreEqual("PASSWORD=p@ss/word", await application.EnvironmentOf("tool"));
        Assert.AreEqual("--password\np@ss/word", await application.ArgumentsOf("tool"));
    }

    [TestMethod]
    public void A_parameter_that_was_not_added_and_has_no_value_is_reported_once()
    {
        ParameterResource user = new("user", () => null, secret: false);
        _app.AddProgram("a").WithArgs(user);
        _app.AddProgram("b").WithArgs(user);

        Assert.AreEqual(
            "TO1110: Parameter 'user' has no value. Set 'Parameters:user' in the app host's configuration (settings file, user secret, environment variable Parameters__user, argument --Parameters:user=…), or give one to AddParameter.",
            _app.Problems());
    }

    [TestMethod]
    public async Task A_parameter_without_a_value_says_so_when_it_is_asked_for()
    {
        ParameterResource user = new("user", () => null, secret: false);

        AppModelException e = await Assert.ThrowsExactlyAsync<AppModelException>(() => _app.Start().ValueOf(user));

        Assert.AreEqual(
            "TO1110: Parameter 'user' has no value. Set 'Parameters:user' in the app host's configuration (settings file, user secret, environment variable Parameters__user, argument --Parameters:user=…), or give one to AddParameter.",
            e.Message);
    }
}
