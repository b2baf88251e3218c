using System.Net;
using TestOrchestrator.AppModel;
using TestOrchestrator.AppModel.Arguments;
using TestOrchestrator.AppModel.Endpoints;
using TestOrchestrator.AppModel.EnvironmentVariables;
using TestOrchestrator.AppModel.Expressions;
using TestOrchestrator.AppModel.Lanes;
using TestOrchestrator.Engine.Runs;

namespace TestOrchestrator.Engine.Providers;

/// <summary>A resource in one application: everything that is needed to run it. Thread-safe.</summary>
public sealed class ResourceContext
{
    private readonly Func<IResource, int, IResourceRuntime> _runtimeOf;

    internal ResourceContext(ResourceUnit unit, ApplicationModel model, Func<IResource, int, IResourceRuntime> runtimeOf)
    {
        Resource = unit.Resource;
        Name = unit.Name;
        Replica = unit.Replica;
        Model = model;
        _runtimeOf = runtimeOf;
    }

    /// <summary>Gets the resource.</summary>
    public IResource Resource { get; }

    /// <summary>Gets the name of the instance: the resource's, and of a replica its number, such as <c>api-1</c>.</summary>
    public string Name { get; }

    /// <summary>Gets the application that the resource is a part of.</summary>
    public ApplicationModel Model { get; }

    /// <summary>Gets the run that the application belongs to.</summary>
    public required EngineRun Run { get; init; }

    /// <summary>Gets the id of the application.</summary>
    public required string ApplicationId { get; init; }

    /// <summary>Gets the lane that the resource runs in.</summary>
    public required Lane Lane { get; init; }

    /// <summary>Gets the loopback address of the application.</summary>
    public required IPAddress Address { get; init; }

    /// <summary>Gets the directory of the application for what must not outlive it. It exists.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>Gets the directory in which an earlier application has kept what this resource held, for it to start from.</summary>
    /// <value>Null if it starts from nothing.</value>
    public string? KeptDirectory { get; init; }

    /// <summary>Gets the directory for files that are made for the resource, such as its configuration. It may not exist.</summary>
    public required string FilesDirectory { get; init; }

    /// <summary>Gets the file for the resource's log. Its directory exists.</summary>
    public required string LogFile { get; init; }

    /// <summary>Gets what resolves the values of the application.</summary>
    public required ValueProviderContext Values { get; init; }

    /// <summary>Gets where an endpoint of the resource is.</summary>
    /// <param name="name">The name of the endpoint, in any case.</param>
    /// <returns>Where it is.</returns>
    public AllocatedEndpoint GetEndpoint(string name) => Values.Endpoints.Get(Resource, name, Replica);

    /// <summary>Gets where all endpoints of the resource are.</summary>
    /// <returns>The endpoints in the order in which they were added.</returns>
    public IEnumerable<AllocatedEndpoint> GetEndpoints() =>
        Resource.Annotations.OfType<EndpointAnnotation>().Select(e => GetEndpoint(e.Name));

    /// <summary>Makes the environment variables that the model gives to the resource.</summary>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The variables by name.</returns>
    public Task<IReadOnlyDictionary<string, string>> GetEnvironmentAsync(CancellationToken cancellationToken) =>
        ResourceEnvironment.ResolveAsync(Model, Resource, Replica, Values, cancellationToken);

    /// <summary>Makes the arguments that the model gives to the resource.</summary>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The arguments in order.</returns>
    public Task<IReadOnlyList<string>> GetArgumentsAsync(CancellationToken cancellationToken) =>
        ResourceArguments.ResolveAsync(Resource, Values, cancellationToken);

    /// <summary>Resolves a value of the model.</summary>
    /// <param name="value">A text, or an <see cref="IValueProvider"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The text; empty if there is none.</returns>
    public async ValueTask<string> GetValueAsync(object value, CancellationToken cancellationToken) =>
        value is IValueProvider provider ? await provider.GetValueAsync(Values, cancellationToken).ConfigureAwait(false) ?? "" : (string)value;

    /// <summary>Gets which of its replicas it is, from 0.</summary>
    internal int Replica { get; }

    /// <summary>Gets what realises another resource of the application, such as the server of a database.</summary>
    /// <typeparam name="T">The type that it has.</typeparam>
    /// <param name="resource">The other resource.</param>
    /// <returns>What realises it.</returns>
    public T GetRuntime<T>(IResource resource)
        where T : IResourceRuntime => (T)_runtimeOf(Values.Current(resource), 0);

    /// <summary>Tells a person something about the resource that is neither its output nor an error.</summary>
    /// <param name="text">What is told, in full sentences.</param>
    public void Note(string text)
    {
        Run.Events.Write("note", ("app", ApplicationId), ("resource", Name), ("text", text));
        try
        {
            File.AppendAllText(LogFile, $"[testorchestrator] {text}{Environment.NewLine}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The disk is full. The events have it, or say that they lack something.
        }
    }
}
