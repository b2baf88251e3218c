using TestOrchestrator.AppModel.Executables;
using TestOrchestrator.AppModel.Relations;

namespace TestOrchestrator.AppModel.Files;

/// <summary>Gives programs configuration files that are made for each application.</summary>
public static class ConfigurationFileBuilderExtensions
{
    /// <summary>States that a file is written for the program before each of its starts, readable by its owner only, in a directory of the program's own in each application.</summary>
    /// <param name="builder">The program.</param>
    /// <param name="path">The path below that directory, such as <c>nginx.conf</c>.</param>
    /// <param name="content">The content: a text, or an expression of endpoints, parameters and the like.</param>
    /// <returns>The program's builder.</returns>
    /// <exception cref="ArgumentException">The path leads elsewhere.</exception>
    public static IResourceBuilder<ExecutableResource> WithConfigurationFile(this IResourceBuilder<ExecutableResource> builder, string path, object content)
    {
        ArgumentNullException.ThrowIfNull(builder);
        object given = builder.Given(content, nameof(content), nameof(WithConfigurationFile));
        return builder.WithAnnotation(new ConfigurationFileAnnotation { Path = Inside(path), Content = given });
    }

    /// <summary>Gets the path of a configuration file of the program, for its arguments or environment.</summary>
    /// <param name="builder">The program.</param>
    /// <param name="path">The path below the program's own directory; the default is the directory itself.</param>
    /// <returns>A value that stands for the full path until the application runs.</returns>
    public static ConfigurationFileReference GetConfigurationFile(this IResourceBuilder<ExecutableResource> builder, string path = "")
    {
        ArgumentNullException.ThrowIfNull(builder);
        return new(builder.Resource, path.Length == 0 ? path : Inside(path));
    }

    private static string Inside(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return Path.IsPathRooted(path) || path.Split('/', '\\').Any(name => name is "" or "." or "..")
            ? throw new ArgumentException($"'{path}' is not the path of a file below the program's own directory. Give one such as 'nginx.conf'.", nameof(path))
            : path;
    }
}
