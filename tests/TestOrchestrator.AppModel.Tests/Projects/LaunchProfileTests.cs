namespace TestOrchestrator.AppModel.Tests.Projects;

[TestClass]
public sealed class LaunchProfileTests : IDisposable
{
    private const string TwoProfiles = """
        {
          // Visual Studio writes comments and trailing commas.
          "profiles": {
            "IIS Express": { "commandName": "IISExpress", "environmentVariables": { "CHOSEN": "iis" } },
            "http": { "commandName": "Project", "environmentVariables": { "CHOSEN": "http" } },
            "https": { "commandName": "Project", "environmentVariables": { "CHOSEN": "https" }, },
          },
        }
        """;

    private readonly TestAppHost _app = new();

    public void Dispose() => _app.Dispose();

    [TestMethod]
    public async Task The_first_profile_that_starts_the_project_is_taken()
    {
        _app.Builder.AddProject("api", _app.WriteProject("api", TwoProfiles));

        Assert.AreEqual(Chosen("http"), await _app.Start().EnvironmentOf("api"));
    }

    [TestMethod]
    public async Task The_app_hosts_own_profile_is_preferred()
    {
        _app["DOTNET_LAUNCH_PROFILE"] = "https";
        _app.Builder.AddProject("api", _app.WriteProject("api", TwoProfiles));

        Assert.AreEqual(Chosen("https"), await _app.Start().EnvironmentOf("api"));
    }

    [TestMethod]
    public async Task What_the_app_hosts_settings_say_is_preferred_to_that()
    {
        _app["DOTNET_LAUNCH_PROFILE"] = "http";
        _app["AppHost:DefaultLaunchProfileName"] = "https";
        _app.Builder.AddProject("api", _app.WriteProject("api", TwoProfiles));

        Assert.AreEqual(Chosen("https"), await _app.Start().EnvironmentOf("api"));
    }

    [TestMethod]
    public async Task An_app_hosts_profile_that_the_project_lacks_is_passed_over()
    {
        _app["DOTNET_LAUNCH_PROFILE"] = "container";
        _app.Builder.AddProject("api", _app.WriteProject("api", TwoProfiles));

        Assert.AreEqual(Chosen("http"), await _app.Start().EnvironmentOf("api"));
    }

    [TestMethod]
    public async Task The_profile_that_is_asked_for_is_preferred_to_all()
    {
        _app["DOTNET_LAUNCH_PROFILE"] = "http";
        _app.Builder.AddProject("api", _app.WriteProject("api", TwoProfiles), "https");

        Assert.AreEqual(Chosen("https"), await _app.Start().EnvironmentOf("api"));
    }

    // As in Aspire, where a null that is written out is not the default.
    [TestMethod]
    public async Task A_project_can_be_run_without_any_profile()
    {
        _app["DOTNET_LAUNCH_PROFILE"] = "http";
        _app.Builder.AddProject("api", _app.WriteProject("api", TwoProfiles), launchProfileName: null);
        _app.Builder.AddProject("broken", _app.WriteProject("broken", "{"), launchProfileName: null);
        TestApplication application = _app.Start();

        Assert.AreEqual("OTEL_RESOURCE_ATTRIBUTES=service.instance.id=api\nOTEL_SERVICE_NAME=api", await application.EnvironmentOf("api"));
        Assert.AreEqual("OTEL_RESOURCE_ATTRIBUTES=service.instance.id=broken\nOTEL_SERVICE_NAME=broken", await application.EnvironmentOf("broken"));
    }

    [TestMethod]
    public async Task A_profile_gives_endpoints_arguments_and_variables()
    {
        IResourceBuilder<ProjectResource> api = _app.Builder.AddProject("api", _app.WriteProject("api", """
            {
              "profiles": {
                "web": {
                  "commandName": "Project",
                  "commandLineArgs": "--name \"two words\"",
                  "applicationUrl": "http://localhost:5103; https://localhost:7103;http://*:0;",
                  "environmentVariables": { "A": "<%PATH%>", "B": "" }
                }
              }
            }
            """)).WithArgs("last");
        TestApplication application = _app.Start();

        Assert.AreEqual($"""
            A=<{Environment.GetEnvironmentVariable("PATH")}>
            ASPNETCORE_URLS=http://127.0.0.9:5001;https://127.0.0.9:5002;http://127.0.0.9:5003
            B=
            DOTNET_LAUNCH_PROFILE=web
            OTEL_RESOURCE_ATTRIBUTES=service.instance.id=api
            OTEL_SERVICE_NAME=api
            """, await application.EnvironmentOf("api"));
        Assert.AreEqual("--name\ntwo words\nlast", await application.ArgumentsOf("api"));
        CollectionAssert.AreEqual(
            new EndpointAnnotation[]
            {
                new() { Name = "http", UriScheme = "http", Port = 5103 },
                new() { Name = "https", UriScheme = "https", Port = 7103 },
                new() { Name = "http2", UriScheme = "http" },
            },
            api.Resource.Annotations.OfType<EndpointAnnotation>().ToArray());
    }

    [TestMethod]
    public async Task A_profile_overrides_nothing()
    {
        _app.Builder.AddProject("api", _app.WriteProject("api", """
            {
              "profiles": {
                "web": {
                  "commandName": "Project",
                  "applicationUrl": "http://localhost:5103",
                  "environmentVariables": {
                    "ASPNETCORE_URLS": "http://profile", "OTEL_SERVICE_NAME": "profile", "DOTNET_LAUNCH_PROFILE": "profile", "A": "profile", "B": "profile"
                  }
                }
              }
            }
            """)).WithEnvironment("A", "author");

        Assert.AreEqual("""
            A=author
            ASPNETCORE_URLS=http://127.0.0.9:5001
            B=profile
            DOTNET_LAUNCH_PROFILE=web
            OTEL_RESOURCE_ATTRIBUTES=service.instance.id=api
            OTEL_SERVICE_NAME=api
            """, await _app.Start().EnvironmentOf("api"));
    }

    [TestMethod]
    public async Task A_file_may_leave_out_or_repeat_what_it_likes()
    {
        _app.Builder.AddProject("empty", _app.WriteProject("empty", "{}"));
        _app.Builder.AddProject("nothing", _app.WriteProject("nothing", """{ "profiles": null }"""));
        _app.Builder.AddProject("nulls", _app.WriteProject("nulls", """
            { "profiles": { "p": { "commandName": "Project", "commandLineArgs": null, "applicationUrl": null, "environmentVariables": null } } }
            """));
        _app.Builder.AddProject("twice", _app.WriteProject("twice", """
            { "profiles": { "p": { "commandName": "Project", "environmentVariables": { "A": "1", "A": "2" } } } }
            """));
        TestApplication application = _app.Start();

        Assert.AreEqual("OTEL_RESOURCE_ATTRIBUTES=service.instance.id=empty\nOTEL_SERVICE_NAME=empty", await application.EnvironmentOf("empty"));
        Assert.AreEqual("OTEL_RESOURCE_ATTRIBUTES=service.instance.id=nothing\nOTEL_SERVICE_NAME=nothing", await application.EnvironmentOf("nothing"));
        Assert.AreEqual("DOTNET_LAUNCH_PROFILE=p\nOTEL_RESOURCE_ATTRIBUTES=service.instance.id=nulls\nOTEL_SERVICE_NAME=nulls", await application.EnvironmentOf("nulls"));
        Assert.AreEqual("A=2\nDOTNET_LAUNCH_PROFILE=p\nOTEL_RESOURCE_ATTRIBUTES=service.instance.id=twice\nOTEL_SERVICE_NAME=twice", await application.EnvironmentOf("twice"));
    }

    private static string Chosen(string profile) => $"""
        CHOSEN={profile}
        DOTNET_LAUNCH_PROFILE={profile}
        OTEL_RESOURCE_ATTRIBUTES=service.instance.id=api
        OTEL_SERVICE_NAME=api
        """;
}
