using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Providers;
using TestOrchestrator.Groups.Description;

namespace TestOrchestrator.Groups.Modelling;

/// <summary>
/// What templates see. Documented in <c>eng/docs/groups.md</c>:
/// <c>group.{id,name,directory,address}</c>, <c>process.{id,name,directory,log}</c>, <c>ports.NAME</c>, <c>endpoints.NAME</c>,
/// <c>processes.NAME.{id,name,directory,log,ports,endpoints}</c>, <c>parameters.NAME</c>. Thread-safe.
/// </summary>
internal sealed class GroupValues(GroupDescription group, GroupPlace place)
{
    // A text that no argument contains by chance, for each secret.
    private readonly ImmutableDictionary<string, string> _marks = group.Parameters
        .Where(p => p.Secret)
        .ToImmutableDictionary(p => p.Name, _ => RandomNumberGenerator.GetHexString(32), StringComparer.Ordinal);

    /// <summary>Gets what one process sees before there are ports: the group, the process, and all parameters but secrets.</summary>
    public IReadOnlyDictionary<string, object?> Early(ProcessDescription process) => new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["group"] = Group(),
        ["parameters"] = Parameters(place.Parameters.Where(p => !_marks.ContainsKey(p.Key))),
        ["process"] = Process(process),
    };

    /// <summary>Gets what one process sees when it starts.</summary>
    public IReadOnlyDictionary<string, object?> Of(ProcessDescription process, UnitContext context) =>
        All(process, context, Parameters(place.Parameters));

    /// <summary>Gets what one process sees when it starts, with marks in place of secrets: see <see cref="SecretIn"/>.</summary>
    public IReadOnlyDictionary<string, object?> WithMarks(ProcessDescription process, UnitContext context) =>
        All(process, context, Parameters(place.Parameters.Select(Marked)));

    /// <summary>Finds a secret whose mark is in a text.</summary>
    /// <returns>The name of the secret; null if the text has no mark.</returns>
    public string? SecretIn(string text) => _marks.FirstOrDefault(m => text.Contains(m.Value, StringComparison.Ordinal)).Key;

    private Dictionary<string, object?> All(ProcessDescription process, UnitContext context, Dictionary<string, object?> parameters)
    {
        Dictionary<string, object?> known = Group();
        known["address"] = context.Address.ToString();
        return new(StringComparer.Ordinal)
        {
            ["group"] = known,
            ["parameters"] = parameters,
            ["process"] = Process(process),
            ["ports"] = Ports(process, context, PortOf),
            ["endpoints"] = Ports(process, context, AddressOf),
            ["processes"] = group.Processes.ToDictionary(p => p.Name, p => (object?)Whole(p, context), StringComparer.Ordinal),
        };
    }

    private Dictionary<string, object?> Group() => new(StringComparer.Ordinal)
    {
        ["id"] = place.Id,
        ["name"] = place.Name,
        ["directory"] = place.Directory,
    };

    private Dictionary<string, object?> Process(ProcessDescription process) => new(StringComparer.Ordinal)
    {
        ["id"] = place.ProcessId(process.Name),
        ["name"] = process.Name,
        ["directory"] = GroupPaths.ProcessDirectory(place.Directory, process.Name),
        ["log"] = GroupPaths.Log(place.Directory, process.Name),
    };

    private Dictionary<string, object?> Whole(ProcessDescription process, UnitContext context)
    {
        Dictionary<string, object?> values = Process(process);
        values["ports"] = Ports(process, context, PortOf);
        values["endpoints"] = Ports(process, context, AddressOf);
        return values;
    }

    private KeyValuePair<string, string> Marked(KeyValuePair<string, string> parameter) =>
        KeyValuePair.Create(parameter.Key, _marks.GetValueOrDefault(parameter.Key, parameter.Value));

    private static Dictionary<string, object?> Parameters(IEnumerable<KeyValuePair<string, string>> parameters) =>
        parameters.ToDictionary(p => p.Key, p => (object?)p.Value, StringComparer.Ordinal);

    private static Dictionary<string, object?> Ports(ProcessDescription process, UnitContext context, Func<UnitEndpoint, string> what) =>
        process.Ports.ToDictionary(p => p.Name, p => (object?)what(context.GetEndpoint(process.Name, p.Name)), StringComparer.Ordinal);

    private static string PortOf(UnitEndpoint endpoint) => endpoint.Address.Port.ToString(CultureInfo.InvariantCulture);

    private static string AddressOf(UnitEndpoint endpoint) => endpoint.Address.ToString();
}
