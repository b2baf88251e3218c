namespace TestOrchestrator.AppModel.Projects;

/// <summary>States how a project shares its packages.</summary>
public static class PackageResourceBuilderExtensions
{
    /// <summary>
    /// Gives the project packages of its own, whose static state no other service sees: in the lane <c>fast</c>, services that run inside the test
    /// process share packages otherwise. What depends on such a package is the project's own as well.
    /// </summary>
    /// <param name="builder">The project.</param>
    /// <param name="packages">The names of the packages, in any case, such as <c>Serilog</c>.</param>
    /// <returns>The project's builder.</returns>
    /// <remarks>
    /// It costs time: the packages are loaded, and compiled, for each application. In other lanes a project is a process, and has all of its
    /// packages for itself. May be said several times.
    /// </remarks>
    public static IResourceBuilder<ProjectResource> WithPrivatePackages(this IResourceBuilder<ProjectResource> builder, params string[] packages)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(packages);
        foreach (string package in packages)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(package, nameof(packages));
        }

        return builder.WithAnnotation(new PrivatePackagesAnnotation { Packages = [.. packages] });
    }
}
