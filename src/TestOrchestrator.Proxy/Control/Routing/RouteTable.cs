using System.Collections.Immutable;
using TestOrchestrator.Proxy.Control.Resources;
using TestOrchestrator.Proxy.Control.Wire;

namespace TestOrchestrator.Proxy.Control.Routing;

/// <summary>All that can be asked. Immutable.</summary>
internal static class RouteTable
{
    public const string Prefix = "/_to/v1";

    /// <summary>Gets the routes, in the order of the document.</summary>
    public static ImmutableArray<ControlRoute> All { get; } =
    [
        .. ServerResource.Routes,
        .. SessionResource.Routes,
        .. ScopeResource.Routes,
        .. MockResource.Routes,
        .. GateResource.Routes,
        .. HostResource.Routes,
        .. RedirectResource.Routes,
        .. FaultResource.Routes,
        .. ExchangeResource.Routes,
        .. ExpectationResource.Routes,
        .. ProblemResource.Routes,
        .. HarResource.Routes,
        .. RecordingResource.Routes,
        .. EventResource.Routes,
    ];

    /// <summary>The route for a request, and what stands for the names in its path.</summary>
    /// <exception cref="ControlException">TO2603: no such path. TO2604: not with this method.</exception>
    public static (ControlRoute Route, IReadOnlyDictionary<string, string> Values) Find(string method, string path)
    {
        string[] segments = [.. path.Split('/').Select(Uri.UnescapeDataString)];
        List<string> methods = [];
        foreach (ControlRoute route in All)
        {
            if (Match(route, segments) is not { } values)
            {
                continue;
            }

            if (route.Method == method)
            {
                return (route, values);
            }

            methods.Add(route.Method);
        }

        throw methods.Count > 0 ? ControlErrors.NoMethod(method, path, methods) : ControlErrors.NoPath(path, NearestName.Of(path, All.Select(r => Prefix + r.Path).Distinct()));
    }

    private static Dictionary<string, string>? Match(ControlRoute route, string[] segments)
    {
        string[] wanted = (Prefix + route.Path).Split('/');
        if (wanted.Length != segments.Length)
        {
            return null;
        }

        Dictionary<string, string> values = [];
        for (int i = 0; i < wanted.Length; i++)
        {
            if (wanted[i].StartsWith('{'))
            {
                values[wanted[i][1..^1]] = segments[i];
            }
            else if (wanted[i] != segments[i])
            {
                return null;
            }
        }

        return values;
    }
}
