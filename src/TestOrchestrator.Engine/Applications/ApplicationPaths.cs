using System.Globalization;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Directories;
using TestOrchestrator.Engine.Providers;
using TestOrchestrator.Engine.Runs;

namespace TestOrchestrator.Engine.Applications;

/// <summary>Where the files of one application are.</summary>
internal sealed class ApplicationPaths
{
    public const string DescriptionName = "app.json";

    private const string LogsName = "logs";

    private readonly string _files;

    public ApplicationPaths(EngineRun run, ApplicationOptions options, string ownDirectory)
    {
        Directory = options.Directory ?? ownDirectory;
        Logs = Path.Combine(Directory, LogsName);

        // A number, not the id: sockets lie below, and the path of a Unix socket has 107 characters at the most.
        State = Path.Combine(run.StateDirectory, string.Create(CultureInfo.InvariantCulture, $"app-{run.NextNumber()}"));
        _files = options.FilesDirectory ?? Path.Combine(State, "files");
    }

    /// <summary>What is kept.</summary>
    public string Directory { get; }

    public string Logs { get; }

    /// <summary>What does not outlive the application.</summary>
    public string State { get; }

    public string Description => Path.Combine(Directory, DescriptionName);

    public string LogOf(string instance) => LogOf(Directory, instance);

    /// <summary>Gets the log of an instance of an application of which only the directory is known.</summary>
    public static string LogOf(string directory, string instance) => Path.Combine(directory, LogsName, $"{instance}.log");

    /// <summary>What is made for a resource.</summary>
    public string FilesOf(string unit) => Path.Combine(_files, unit);

    /// <summary>Makes what a resource knows of its application.</summary>
    public UnitContext ContextOf(PlannedUnit unit, RunningApplication application, KeptApplication? kept, Func<string, IUnitRuntime> runtimeOf, Func<string, string, int, UnitEndpoint> endpoints) => new(unit.Unit, unit.Replica, application.Group, runtimeOf, endpoints)
    {
        Run = application.Run,
        ApplicationId = application.Id,
        Lane = unit.Lane,
        Address = application.Address,
        StateDirectory = State,
        FilesDirectory = FilesOf(unit.Unit.Name),
        LogFile = LogOf(unit.Name),
        KeptDirectory = kept?.DirectoryOf(unit.Name) is { } directory && System.IO.Directory.Exists(directory) ? directory : null,
    };

    public void Create()
    {
        try
        {
            System.IO.Directory.CreateDirectory(Logs);
        }
        catch (Exception e) when (DirectoryErrors.IsOfFiles(e))
        {
            throw DirectoryErrors.NoRunDirectory(Directory, e);
        }

        try
        {
            PrivateDirectory.Create(State);
        }
        catch (Exception e) when (DirectoryErrors.IsOfFiles(e))
        {
            throw DirectoryErrors.NoState(State, e);
        }
    }

    public void TryDeleteState(ApplicationEvents events)
    {
        try
        {
            System.IO.Directory.Delete(State, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It goes with the state directory of the run.
            events.Note($"'{State}' could not be removed yet: {e.Message}");
        }
    }
}
