using System.Text.Json;
using TestOrchestrator.AppModel.EnvironmentVariables;
using TestOrchestrator.AppModel.Projects;

namespace TestOrchestrator.Engine.Tests.InProcess;

[TestClass]
public sealed class SettingsTests
{
    [TestMethod]
    public async Task Controllers_settings_files_and_the_launch_profile_are_found()
    {
        await using TestEngine engine = new();
        engine.Builder.AddProject<AssetProjects.MvcService>("service");
        RunningApplication application = await engine.StartAsync().Soon();

        Assert.AreEqual("Staging, MvcService, everywhere, of Staging, of-profile, ", await SettingsAsync(application));
    }

    [TestMethod]
    public async Task Another_environment_has_other_settings_files()
    {
        await using TestEngine engine = new();
        engine.Builder.AddProject<AssetProjects.MvcService>("service", launchProfileName: null).WithHttpEndpoint().WithEnvironment("ASPNETCORE_ENVIRONMENT", "Other");
        RunningApplication application = await engine.StartAsync().Soon();

        Assert.AreEqual("Other, MvcService, everywhere, base, , ", await SettingsAsync(application));
    }

    [TestMethod]
    [DataRow("fast")]
    [DataRow("real")]
    public async Task Another_launch_profile_has_other_settings_and_addresses(string lane)
    {
        await using TestEngine engine = new();
        engine.Builder.AddProject<AssetProjects.MvcService>("service", launchProfileName: "Second").WithLane(lane);
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
        engine.Builder.AddProject<AssetProjects.MvcService>("service", launchProfileName: null)
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
        engine.Builder.AddProject<AssetProjects.MvcService>("service", launchProfileName: null)
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
