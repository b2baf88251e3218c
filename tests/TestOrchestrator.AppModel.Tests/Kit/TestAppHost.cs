using Microsoft.Extensions.Configuration;
using TestOrchestrator.AppModel.Validation;

namespace TestOrchestrator.AppModel.Tests.Kit;

/// <summary>An app host with a directory of its own, which is deleted with it.</summary>
internal sealed class TestAppHost : IDisposable
{
    private readonly ConfigurationManager _configuration = new();

    public TestAppHost(string environment = "Development")
    {
        Directory = System.IO.Directory.CreateTempSubdirectory("to-appmodel-").FullName;
        Builder = new() { Configuration = _configuration, Environment = new TestHostEnvironment(environment, Directory), AppHostDirectory = Directory };
    }

    public string Directory { get; }

    public ApplicationModelBuilder Builder { get; }

    /// <summary>Sets configuration, as settings files and arguments do.</summary>
    public string? this[string key]
    {
        set => _configuration[key] = value;
    }

    /// <summary>Adds a program that insists on nothing, so that its environment is what a test says.</summary>
    public IResourceBuilder<ExecutableResource> AddProgram(string name) => Builder.AddExecutable(name, "program", ".");

    /// <summary>Adds a project that is there, without launch settings.</summary>
    public IResourceBuilder<ProjectResource> AddProject(string name) => Builder.AddProject(name, WriteProject(name));

    /// <summary>Writes a project file, and its launch settings if there are any.</summary>
    /// <returns>The path of the project file.</returns>
    public string WriteProject(string name, string? launchSettings = null)
    {
        string path = Path.Combine(Directory, name, $"{name}.csproj");
        System.IO.Directory.CreateDirectory(Path.Combine(Directory, name, "Properties"));
        File.WriteAllText(path, "<Project />");
        if (launchSettings is not null)
        {
            File.WriteAllText(LaunchSettingsOf(name), launchSettings);
        }

        return path;
    }

    public string LaunchSettingsOf(string name) => Path.Combine(Directory, name, "Properties", "launchSettings.json");

    public ApplicationModel Build() => ApplicationModel.Build(Builder);

    /// <summary>Builds the model.</summary>
    /// <returns>The message that it fails with; empty if it has no mistakes.</returns>
    public string Problems()
    {
        try
        {
            Build();
            return "";
        }
        catch (AppModelException e)
        {
            return e.Message;
        }
    }

    /// <summary>Builds the model.</summary>
    /// <returns>The values of an application in which every endpoint has an address.</returns>
    public TestApplication Start() => new(Build());

    public void Dispose()
    {
        _configuration.Dispose();
        System.IO.Directory.Delete(Directory, recursive: true);
    }
}
