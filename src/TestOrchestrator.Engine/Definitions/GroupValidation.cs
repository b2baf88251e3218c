using System.Collections.Immutable;

namespace TestOrchestrator.Engine.Definitions;

/// <summary>Finds every mistake of a group: an author who made three should need one run, not three.</summary>
internal static class GroupValidation
{
    public static ImmutableArray<DefinitionProblem> Validate(ImmutableArray<UnitDefinition> units) =>
    [
        .. units.SelectMany(Names)
            .Concat(DuplicateNames(units))
            .Concat(ReplicaNames(units))
            .Concat(units.SelectMany(Endpoints))
            .Concat(SharedPorts(units))
            .Concat(units.SelectMany(u => UnknownUnits(u, units)))
            .Concat(WaitCycles(units))
            .Concat(units.SelectMany(HttpChecks))
            .Concat(units.SelectMany(u => u.Provider.Problems(u)))
            .Distinct(),
    ];

    public static DefinitionProblem NoSuchUnit(string name, IEnumerable<string> known) =>
        New("TO1122", name, $"There is no '{name}'. There are: {Quoted(known)}.");

    private static IEnumerable<DefinitionProblem> Names(UnitDefinition unit)
    {
        if (UnitName.Problem(unit.Name) is { } why)
        {
            yield return New("TO1101", unit.Name, $"'{unit.Name}' cannot be the name of a unit: {why}. Use letters, digits and single hyphens, and start with a letter.");
        }

        if (unit.Replicas < 1)
        {
            yield return New("TO1115", unit.Name, $"'{unit.Name}' asks for {unit.Replicas} replicas; at least 1 is needed.");
        }
    }

    private static IEnumerable<DefinitionProblem> DuplicateNames(ImmutableArray<UnitDefinition> units) =>
        from same in units.GroupBy(u => u.Name, UnitName.Comparer)
        where same.Count() > 1
        select New("TO1103", same.Key, $"{same.Count()} units are named '{same.Key}' (names are compared without case): {string.Join(", ", same.Select(u => u.Kind))}. Give each a name of its own.");

    private static IEnumerable<DefinitionProblem> ReplicaNames(ImmutableArray<UnitDefinition> units) =>
        from several in units
        where several.Replicas > 1
        from other in units
        where several.InstanceNames.Contains(other.Name, UnitName.Comparer)
        select New(
            "TO1103",
            other.Name,
            $"'{other.Name}' is the name of a unit and of a replica of '{several.Name}'. Give the unit another name.");

    private static IEnumerable<DefinitionProblem> Endpoints(UnitDefinition unit)
    {
        foreach (EndpointDefinition endpoint in unit.Endpoints)
        {
            if (UnitName.Problem(endpoint.Name) is { } why)
            {
                yield return New("TO1105", unit.Name, $"'{endpoint.Name}' cannot be the name of an endpoint of '{unit.Name}': {why}. Use letters, digits and single hyphens, and start with a letter.");
            }

            foreach (int port in new[] { endpoint.Port, endpoint.FixedPort }.OfType<int>().Distinct().Where(p => p is < 1 or > 65535))
            {
                yield return New("TO1112", unit.Name, $"Endpoint '{endpoint.Name}' of '{unit.Name}' asks for port {port}; a port is 1 to 65535, or null for a free one.");
            }
        }

        foreach (IGrouping<string, EndpointDefinition> same in unit.Endpoints.GroupBy(e => e.Name, UnitName.Comparer).Where(g => g.Count() > 1))
        {
            yield return New("TO1104", unit.Name, $"'{unit.Name}' declares the endpoint '{same.Key}' more than once. Give each a name of its own.");
        }
    }

    // Only a port that the program itself insists on: any other gives way to a free one.
    private static IEnumerable<DefinitionProblem> SharedPorts(ImmutableArray<UnitDefinition> units) =>
        from unit in units
        from endpoint in unit.Endpoints
        where endpoint.FixedPort is not null
        group (Unit: unit.Name, endpoint.Name) by endpoint.FixedPort!.Value into same
        where same.Count() > 1
        select New("TO1117", same.First().Unit, $"Port {same.Key} is asked for by {string.Join(" and ", same.Select(e => $"endpoint '{e.Name}' of '{e.Unit}'"))}; all of a group share one address, so each needs a port of its own. Leave the port out where any will do.");

    private static IEnumerable<DefinitionProblem> UnknownUnits(UnitDefinition unit, ImmutableArray<UnitDefinition> units) =>
        from dependency in unit.DependsOn
        where !units.Any(u => UnitName.Comparer.Equals(u.Name, dependency.Unit))
        select New("TO1106", unit.Name, $"'{unit.Name}' waits for '{dependency.Unit}', which is not a part of the group. The group has: {Quoted(units.Select(u => u.Name))}.");

    private static IEnumerable<DefinitionProblem> HttpChecks(UnitDefinition unit)
    {
        string[] names = [.. unit.Endpoints.Select(e => e.Name)];
        foreach (HttpCheckDefinition check in unit.HttpChecks)
        {
            EndpointDefinition? named = unit.Endpoints.FirstOrDefault(e => UnitName.Comparer.Equals(e.Name, check.Endpoint));
            if (check.Endpoint is null && !unit.Endpoints.Any(e => e.IsHttp))
            {
                yield return New("TO1124", unit.Name, $"'{unit.Name}' has an HTTP health check but no HTTP endpoint. {Declares(names)}");
            }
            else if (check.Endpoint is not null && named is null)
            {
                yield return New("TO1102", unit.Name, $"'{unit.Name}' has no endpoint '{check.Endpoint}'. {Declares(names)}");
            }
            else if (named is { IsHttp: false })
            {
                yield return New("TO1124", unit.Name, $"'{unit.Name}' has an HTTP health check of the endpoint '{named.Name}', whose scheme is '{named.Scheme}'.");
            }
        }
    }

    private static IEnumerable<DefinitionProblem> WaitCycles(ImmutableArray<UnitDefinition> units)
    {
        Dictionary<string, UnitDefinition> byName = new(UnitName.Comparer);
        foreach (UnitDefinition unit in units)
        {
            byName.TryAdd(unit.Name, unit);
        }

        HashSet<string> done = new(UnitName.Comparer);
        List<List<string>> cycles = [];
        foreach (UnitDefinition unit in units)
        {
            Visit(unit, []);
        }

        return cycles.Select(cycle => New(
            "TO1107",
            cycle[0],
            $"These wait for each other, and none of them could ever start: {string.Join(" -> ", cycle.Append(cycle[0]).Select(n => $"'{n}'"))}. Remove one dependency."));

        void Visit(UnitDefinition unit, List<string> path)
        {
            int start = path.FindIndex(name => UnitName.Comparer.Equals(name, unit.Name));
            if (start >= 0)
            {
                cycles.Add(path[start..]);
                return;
            }

            if (done.Contains(unit.Name))
            {
                return;
            }

            path.Add(unit.Name);
            foreach (DependencyDefinition dependency in unit.DependsOn)
            {
                if (byName.TryGetValue(dependency.Unit, out UnitDefinition? awaited))
                {
                    Visit(awaited, path);
                }
            }

            path.RemoveAt(path.Count - 1);
            done.Add(unit.Name);
        }
    }

    private static string Declares(IReadOnlyCollection<string> names) => names.Count == 0 ? "It declares none." : $"It declares: {Quoted(names)}.";

    private static string Quoted(IEnumerable<string> names) => string.Join(", ", names.Select(n => $"'{n}'"));

    private static DefinitionProblem New(string code, string unit, string message) => new() { Code = code, Unit = unit, Message = message };
}
