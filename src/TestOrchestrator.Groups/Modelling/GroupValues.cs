using System.Globalization;
using TestOrchestrator.AppModel;
using TestOrchestrator.AppModel.Endpoints;
using TestOrchestrator.AppModel.Expressions;
using TestOrchestrator.Groups.Description;

namespace TestOrchestrator.Groups.Modelling;

/// <summary>
/// What templates see. Documented in <c>eng/docs/groups.md</c>:
/// <c>group.{id,name,directory,address}</c>, <c>process.{id,name,directory,log}</c>, <c>ports.NAME</c>, <c>endpoints.NAME</c>,
/// <c>processes.NAME.{id,name,directory,log,ports,endpoints}</c>, <c>parameters.NAME</c>.
/// </summary>
internal sealed class GroupValues(GroupDescription group, GroupPlace place)
{
    /// <summary>Gets what one process sees.</summary>
    /// <param name="process">The process.</param>
    /// <param name="context">Where everything is; null before anything is known of that.</param>
    /// <param name="parameters">The values of the parameters.</param>
    public IReadOnlyDictionary<string, object?> Of(ProcessDescription process, (ApplicationModel Model, ValueProviderContext Values)? context, IReadOnlyDictionary<string, string> parameters)
    {
        Dictionary<string, object?> values = new(StringComparer.Ordinal)
        {
            ["group"] = Group(context),
            ["parameters"] = parameters.ToDictionary(p => p.Key, p => (object?)p.Value, StringComparer.Ordinal),
            ["process"] = Process(process),
        };
        if (context is { } known)
        {
            values["ports"] = Ports(process, known);
            values["endpoints"] = Endpoints(process, known);
            values["processes"] = group.Processes.ToDictionary(p => p.Name, p => (object?)Whole(p, known), StringComparer.Ordinal);
        }

        return values;
    }

    private Dictionary<string, object?> Group((ApplicationModel Model, ValueProviderContext Values)? context)
    {
        Dictionary<string, object?> values = new(StringComparer.Ordinal) { ["id"] = place.Id, ["name"] = place.Name, ["directory"] = place.Directory };
        if (context is { } known)
        {
            values["address"] = known.Values.Address;
        }

        return values;
    }

    private Dictionary<string, object?> Process(ProcessDescription process) => new(StringComparer.Ordinal)
    {
        ["id"] = place.ProcessId(process.Name),
        ["name"] = process.Name,
        ["directory"] = GroupPaths.ProcessDirectory(place.Directory, process.Name),
        ["log"] = GroupPaths.Log(place.Directory, process.Name),
    };

    private Dictionary<string, object?> Whole(ProcessDescription process, (ApplicationModel Model, ValueProviderContext Values) known)
    {
        Dictionary<string, object?> values = Process(process);
        values["ports"] = Ports(process, known);
        values["endpoints"] = Endpoints(process, known);
        return values;
    }

    private static Dictionary<string, object?> Ports(ProcessDescription process, (ApplicationModel Model, ValueProviderContext Values) known) =>
        process.Ports.ToDictionary(p => p.Name, p => (object?)Where(process, p, known).Address.Port.ToString(CultureInfo.InvariantCulture), StringComparer.Ordinal);

    private static Dictionary<string, object?> Endpoints(ProcessDescription process, (ApplicationModel Model, ValueProviderContext Values) known) =>
        process.Ports.ToDictionary(p => p.Name, p => (object?)Where(process, p, known).Address.ToString(), StringComparer.Ordinal);

    private static AllocatedEndpoint Where(ProcessDescription process, PortDescription port, (ApplicationModel Model, ValueProviderContext Values) known) =>
        known.Values.Endpoints.Get(known.Model.Get(process.Name), port.Name, replica: 0);
}
