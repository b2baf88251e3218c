using System.Collections.Immutable;
using TestOrchestrator.Engine.Projects;

namespace TestOrchestrator.Engine.InProcess.Assemblies;

/// <summary>The packages that each instance of a service has for itself. Immutable.</summary>
internal sealed class PrivatePackages
{
    private readonly ImmutableHashSet<string> _ids;

    private PrivatePackages(ImmutableHashSet<string> ids, ImmutableArray<string> names)
    {
        _ids = ids;
        Names = names;
    }

    public static PrivatePackages None { get; } = new([], []);

    /// <summary>The names of the packages, in order.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>
    /// Finds the packages that the app host names, and whatever depends on them: a package that was shared would see a shared one.
    /// </summary>
    public static PrivatePackages Of(string service, IEnumerable<string> packages, ProgramManifest manifest)
    {
        string[] asked = [.. packages.Distinct(StringComparer.OrdinalIgnoreCase)];
        if (asked.Length == 0)
        {
            return None;
        }

        Library[] all = [.. manifest.Packages];
        Dictionary<string, Library> own = asked.Select(name => Find(service, name, all)).ToDictionary(p => p.Id, StringComparer.OrdinalIgnoreCase);
        while (all.FirstOrDefault(p => !own.ContainsKey(p.Id) && manifest.DependenciesOf(p).Any(d => own.ContainsKey(d.Id))) is { } dependent)
        {
            own.Add(dependent.Id, dependent);
        }

        return new(own.Keys.ToImmutableHashSet(StringComparer.OrdinalIgnoreCase), [.. own.Values.Select(p => p.Name).Order(StringComparer.OrdinalIgnoreCase)]);
    }

    public bool Contain(Library package) => _ids.Contains(package.Id);

    private static Library Find(string service, string name, Library[] all) =>
        Array.Find(all, p => string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw ProjectErrors.UnknownPackage(service, name, FrameworkAssemblies.Contains(name), [.. all.Where(p => !p.Assemblies.IsEmpty).Select(p => p.Name).Order(StringComparer.OrdinalIgnoreCase)]);
}
