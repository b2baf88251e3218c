using System.Text.Json;

namespace TestOrchestrator.Engine.Tests.InProcess;

[TestClass]
public sealed class SettingsTests
{
    [TestMethod]
    public async Task Controllers_settings_files_arguments_and_the_environment_are_found()
    {
        await using TestEngine engine = new();
        engine.AddAsset("service", "MvcService")
            .WithHttpEndpoint()
            .WithArgs("--asset:argument", "of-test")
            .WithEnvironment("ASPNETCORE_ENVIRONMENT", "Staging");
        RunningApplication application = await engine.StartAsync().Soon();

        Assert.AreEqual("Staging, MvcService, everywhere, of Staging, of-test, ", await SettingsAsync(application));
    }

    [TestMethod]
    public async Task Another_environment_has_other_settings_files()
    {
        await using TestEngine engine = new();
        engine.AddAsset("service", "MvcService").WithHttpEndpoint().WithEnvironment("ASPNETCORE_ENVIRONMENT", "Other");
        RunningApplication application = await engine.StartAsync().Soon();

        Assert.AreEqual("Other, MvcService, everywhere, base, , ", await SettingsAsync(application));
    }

    [TestMethod]
    [DataRow("fast")]
    [DataRow("real")]
    public async Task Several_addresses_an_argument_with_spaces_and_variables_reach_a_service_in_each_lane(string lane)
    {
        await using TestEngine engine = new();
        engine.AddAsset("service", "MvcService")
            .WithHttpEndpoint()
            .WithHttpEndpoint(name: "http2")
            .WithArgs("--asset:argument", "of the second")
            .WithEnvironment("ASPNETCORE_ENVIRONMENT", "Other")
            .WithEnvironment("Asset__Secret", "of its environment")
            .WithLane(lane);
        RunningApplication application = await engine.StartAsync().Soon();

        Assert.AreEqual("Other, MvcService, everywhere, base, of the second, of its environment", await SettingsAsync(application));
        Assert.AreEqual("Other, MvcService, everywhere, base, of the second, of its environment", await SettingsAsync(application, "http2"));
    }

    // In the directory of the user that the system knows: Linux has it in HOME. The other name is what tools for Windows leave there.
    [TestMethod]
    [DataRow("Development", "HOME", ".microsoft/usersecrets", "of the user")]
    [DataRow("Production", "HOME", ".microsoft/usersecrets", "")]
    [DataRow("Production", "APPDATA", "Microsoft/UserSecrets", "")]
    public async Task User_secrets_are_for_development_alone(string environment, string variable, string directory, string secret)
    {
        await using TestEngine engine = new();
        using TemporaryDirectory home = new();
        home.With(Path.Combine(directory, "testorchestrator-mvc-service"), ("secrets.json", """{ "Asset:Secret": "of the user" }"""));
        engine.AddAsset("service", "MvcService")
            .WithHttpEndpoint()
            .WithEnvironment(variable, home.Path)
            .WithEnvironment("ASPNETCORE_ENVIRONMENT", environment);
        RunningApplication application = await engine.StartAsync().Soon();

        StringAssert.EndsWith(await SettingsAsync(application), $", {secret}");
    }

    [TestMethod]
    public async Task User_secrets_are_found_in_development_and_the_environment_wins_over_them()
    {
        await using TestEngine engine = new();
        using TemporaryDirectory home = new();
        home.With(
            Path.Combine("Microsoft", "UserSecrets", "testorchestrator-mvc-service"),
            ("secrets.json", """{ "Asset": { "Secret": "of the user", "Argument": "of the user" } }"""));
        engine.AddAsset("service", "MvcService")
            .WithHttpEndpoint()
            .WithEnvironment("APPDATA", home.Path)
            .WithEnvironment("ASPNETCORE_ENVIRONMENT", "Development")
            .WithEnvironment("Asset__Argument", "of the environment");
        RunningApplication application = await engine.StartAsync().Soon();

        Assert.AreEqual("Development, MvcService, everywhere, of Development, of the environment, of the user", await SettingsAsync(application));
    }

    private static async Task<string> SettingsAsync(RunningApplication application, string endpoint = "http") =>
        string.Join(", ", JsonSerializer.Deserialize<string[]>(await application.GetAsync("service", "settings", endpoint))!);
}
