using System.Globalization;
using TestOrchestrator.Proxy.Control.Wire;
using TestOrchestrator.Proxy.Matching;

namespace TestOrchestrator.Proxy.Control.Routing;

/// <summary>Reads the query of a request by what its route takes.</summary>
internal static class QueryReader
{
    /// <exception cref="ControlException">TO2612: a parameter is not known, or its value is none.</exception>
    public static IReadOnlyDictionary<string, string> Read(ControlRoute route, string query)
    {
        Dictionary<string, string> values = [];
        foreach ((string name, string value) in query.Length == 0 ? [] : QueryText.Parse($"?{query}"))
        {
            QueryParameter parameter = route.Query.FirstOrDefault(p => p.Name == name) ?? throw ControlErrors.UnknownQuery(name, [.. route.Query.Select(p => p.Name)]);
            bool isRight = parameter.Type switch
            {
                WireText { Values: { IsEmpty: false } allowed } => allowed.Contains(value),
                WireNumber bounds => long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number >= bounds.Least && number <= bounds.Most,
                _ => true,
            };
            if (!isRight)
            {
                throw ControlErrors.Query(name, value, $"Give {parameter.Type.Describe()}.");
            }

            values[name] = value;
        }

        return values;
    }
}
