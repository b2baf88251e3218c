using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Projects;
using TestOrchestrator.Engine.Providers;

namespace TestOrchestrator.TestKit.Applications;

/// <summary>Describes one unit of a <see cref="TestGroup"/>. Not thread-safe.</summary>
public sealed class TestUnit
{
    private readonly List<Func<UnitContext, UnitConfiguration, UnitConfiguration>> _configurations = [];
    private readonly List<(string Endpoint, string Variable)> _portVariables = [];
    private UnitDefinition _unit;

    internal TestUnit(UnitDefinition unit) => _unit = unit;

    public string Name => _unit.Name;

    internal bool HasUrlVariable { get; set; }

    /// <summary>Changes the definition directly.</summary>
    public TestUnit With(Func<UnitDefinition, UnitDefinition> change)
    {
        _unit = change(_unit);
        return this;
    }

    /// <summary>Changes what it is started with.</summary>
    public TestUnit WithConfiguration(Func<UnitContext, UnitConfiguration, UnitConfiguration> change)
    {
        _configurations.Add(change);
        return this;
    }

    /// <summary>Adds an endpoint.</summary>
    /// <param name="port">The port that it would like to have.</param>
    /// <param name="targetPort">The port that the program insists on; if <paramref name="env"/> tells it its port, only a wish.</param>
    /// <param name="scheme">The scheme; the default is <c>tcp</c>.</param>
    /// <param name="name">The name; the default is the scheme.</param>
    /// <param name="env">The variable that the program finds its port in.</param>
    public TestUnit WithEndpoint(int? port = null, int? targetPort = null, string? scheme = null, string? name = null, string? env = null)
    {
        EndpointDefinition endpoint = new()
        {
            Name = name ?? scheme ?? "tcp",
            Scheme = scheme ?? "tcp",
            Port = env is null ? port : targetPort ?? port,
            FixedPort = env is null ? targetPort : null,
        };
        if (env is not null)
        {
            _portVariables.Add((endpoint.Name, env));
        }

        return WithEndpoint(endpoint);
    }

    public TestUnit WithEndpoint(EndpointDefinition endpoint) => With(u => u with { Endpoints = u.Endpoints.Add(endpoint) });

    public TestUnit WithHttpEndpoint(int? port = null, int? targetPort = null, string? name = null, string? env = null) =>
        WithEndpoint(port, targetPort, "http", name, env);

    public TestUnit WithHttpsEndpoint(int? port = null, int? targetPort = null, string? name = null, string? env = null) =>
        WithEndpoint(port, targetPort, "https", name, env);

    /// <summary>Gets the URL of an endpoint of this unit, for itself or another one.</summary>
    public TestValue GetEndpoint(string name) => new(context => context.GetEndpoint(Name, name).Url.OriginalString, [Name]);

    public TestUnit WithArgs(params TestValue[] args) =>
        WithValues(args, (context, c) => c with { Arguments = [.. c.Arguments, .. args.Select(a => a.Resolve(context))] });

    public TestUnit WithEnvironment(string name, TestValue value) =>
        WithValues([value], (context, c) => WithVariable(c, name, value.Resolve(context)));

    /// <summary>Writes a file below the directory of the unit before each start.</summary>
    public TestUnit WithConfigurationFile(string path, TestValue content) =>
        WithValues([content], (context, c) => c with { Files = c.Files.Add(new(path, content.Resolve(context))) });

    /// <summary>Gets the path of a file in the directory of the unit that it is given to, or of the directory.</summary>
    public static TestValue GetConfigurationFile(string path = "") => new(context => Path.Combine(context.FilesDirectory, path), []);

    public TestUnit WaitFor(TestUnit other) => DependsOn(new() { Unit = other.Name });

    public TestUnit WaitForStart(TestUnit other) => DependsOn(new() { Unit = other.Name, Condition = WaitCondition.Started });

    public TestUnit WaitForCompletion(TestUnit other, int? exitCode = 0) =>
        DependsOn(new() { Unit = other.Name, Condition = WaitCondition.Completed, ExitCode = exitCode });

    public TestUnit DependsOn(DependencyDefinition dependency) => With(u => u with { DependsOn = u.DependsOn.Add(dependency) });

    /// <summary>Says that it knows an endpoint of another unit, however it does.</summary>
    public TestUnit Knows(TestUnit other) => With(u => u with { References = u.References.Add(other.Name) });

    public TestUnit StopsBefore(TestUnit other) => With(u => u with { StopsBefore = u.StopsBefore.Add(other.Name) });

    public TestUnit BeforeStart(Func<UnitContext, CancellationToken, Task> work) => With(u => u with { BeforeStart = work });

    public TestUnit WithExplicitStart() => With(u => u with { ExplicitStart = true });

    public TestUnit WithHttpHealthCheck(string path = "/", int statusCode = 200, string? endpointName = null) =>
        With(u => u with { HttpChecks = u.HttpChecks.Add(new() { Path = path, StatusCode = statusCode, Endpoint = endpointName }) });

    public TestUnit WithReadyLogLine(string pattern) =>
        With(u => u with { ReadyLogLines = u.ReadyLogLines.Add(new(pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1))) });

    public TestUnit WithReadyFile(TestValue path) =>
        WithValues([path], (context, c) => c with { ReadyFiles = c.ReadyFiles.Add(path.Resolve(context)) });

    public TestUnit WithReadyCommand(string command, params TestValue[] args) =>
        WithValues(args, (context, c) => c with
        {
            ReadyCommands = c.ReadyCommands.Add(new(command, [.. args.Select(a => a.Resolve(context))])),
        });

    public TestUnit WithStartLimit(TimeSpan limit) => With(u => u with { StartLimit = limit });

    public TestUnit WithRestart(RestartPolicy policy, TimeSpan? delay = null, TimeSpan? maxDelay = null) => With(u =>
    {
        RestartDefinition restart = new() { Policy = policy };
        return u with { Restart = restart with { Delay = delay ?? restart.Delay, MaxDelay = maxDelay ?? restart.MaxDelay } };
    });

    public TestUnit WithStop(StopSignal signal = StopSignal.Terminate, TimeSpan? grace = null) =>
        With(u => u with { Stop = new() { Signal = signal, Grace = grace } });

    public TestUnit WithLog(bool timestamps = false, long? maxBytes = null, int maxFiles = 5) =>
        With(u => u with { Log = new() { Timestamps = timestamps, MaxBytes = maxBytes, MaxFiles = maxFiles } });

    public TestUnit WithUser(string user) => With(u => u with { User = user });

    public TestUnit WithReplicas(int replicas) => With(u => u with { Replicas = replicas });

    /// <param name="lane">The name of the lane, such as <c>real</c>.</param>
    public TestUnit WithLane(string lane) => Lane.TryParse(lane, out Lane parsed)
        ? With(u => u with { Lane = parsed })
        : throw new ArgumentException($"There is no lane '{lane}'.", nameof(lane));

    public TestUnit WithPrivatePackages(params ImmutableArray<string> packages) => With(u =>
    {
        DotnetServiceProvider service = (DotnetServiceProvider)u.Provider;
        return u with { Provider = service with { PrivatePackages = [.. service.PrivatePackages, .. packages] } };
    });

    /// <summary>Leads what it connects to, to a proxy.</summary>
    public TestUnit WithTransparentProxy(Func<UnitContext, IPEndPoint> proxy) =>
        With(u => u with { HasTransparentProxy = true }).WithConfiguration((context, c) => c with { TransparentProxy = proxy(context) });

    internal UnitDefinition Build()
    {
        UnitDefinition unit = _unit;
        Func<UnitContext, UnitConfiguration, UnitConfiguration>[] configurations = [WithAddresses, .. _configurations];
        return unit with
        {
            Configure = async (context, token) =>
                configurations.Aggregate(await unit.Configure(context, token), (configuration, change) => change(context, configuration)),
        };
    }

    private static UnitConfiguration WithVariable(UnitConfiguration configuration, string name, string value) =>
        configuration with { Environment = new Dictionary<string, string>(configuration.Environment) { [name] = value } };

    private UnitConfiguration WithAddresses(UnitContext context, UnitConfiguration configuration)
    {
        foreach ((string endpoint, string variable) in _portVariables)
        {
            int port = context.GetEndpoint(endpoint).Address.Port;
            configuration = WithVariable(configuration, variable, port.ToString(CultureInfo.InvariantCulture));
        }

        string[] urls =
        [
            .. context.Unit.Endpoints
                .Where(e => e.IsHttp && !_portVariables.Any(v => UnitName.Comparer.Equals(v.Endpoint, e.Name)))
                .Select(e => context.GetEndpoint(e.Name).Url.GetLeftPart(UriPartial.Authority)),
        ];
        return HasUrlVariable && urls.Length > 0 ? WithVariable(configuration, "ASPNETCORE_URLS", string.Join(';', urls)) : configuration;
    }

    // What was given another unit's address is started again when that has to move.
    private TestUnit WithValues(IReadOnlyCollection<TestValue> values, Func<UnitContext, UnitConfiguration, UnitConfiguration> change)
    {
        string[] others = [.. values.SelectMany(v => v.References).Where(r => !UnitName.Comparer.Equals(r, Name))];
        return With(u => u with { References = [.. u.References.Union(others, UnitName.Comparer)] }).WithConfiguration(change);
    }
}
