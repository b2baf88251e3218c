using TestOrchestrator.AppModel.Expressions;

namespace TestOrchestrator.AppModel.Files;

/// <summary>The path of something in a program's own directory in the application.</summary>
public sealed class ConfigurationFileReference : IValueProvider, IManifestExpressionProvider
{
    private readonly IResource _resource;
    private readonly string _path;

    /// <summary>Creates a reference.</summary>
    /// <param name="resource">The program.</param>
    /// <param name="path">The path below its directory; empty for the directory itself.</param>
    public ConfigurationFileReference(IResource resource, string path)
    {
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentNullException.ThrowIfNull(path);
        _resource = resource;
        _path = path;
    }

    /// <inheritdoc/>
    public string ValueExpression => $"{{{_resource.Name}.files.{_path}}}";

    /// <inheritdoc/>
    public ValueTask<string?> GetValueAsync(ValueProviderContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new(Path.Combine(context.DirectoryOf(_resource), _path));
    }
}
