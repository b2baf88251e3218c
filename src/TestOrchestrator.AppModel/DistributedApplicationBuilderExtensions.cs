using TestOrchestrator.AppModel.Validation;

namespace TestOrchestrator.AppModel;

/// <summary>Finds and replaces resources that are already in an application, by name.</summary>
public static class DistributedApplicationBuilderExtensions
{
    /// <summary>Creates a builder for a resource that is already in the application.</summary>
    /// <typeparam name="T">The type that the resource has.</typeparam>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name of the resource, in any case.</param>
    /// <returns>A builder for the resource.</returns>
    /// <exception cref="AppModelException">There is no resource of that name, or it is of another type.</exception>
    public static IResourceBuilder<T> CreateResourceBuilder<T>(this IDistributedApplicationBuilder builder, string name)
        where T : IResource
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(name);
        if (!builder.Resources.TryGetByName(name, out IResource? resource))
        {
            throw new AppModelException([ModelProblems.NoSuchResource(name, builder.Resources.Select(r => r.Name))]);
        }

        return resource is T wanted
            ? builder.CreateResourceBuilder(wanted)
            : throw new AppModelException([ModelProblems.OtherKind(resource, typeof(T))]);
    }

    /// <summary>Puts another resource in the place of one: every reference to the old one now means the new one.</summary>
    /// <typeparam name="T">The type of the new resource.</typeparam>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name of the resource, in any case.</param>
    /// <param name="add">Adds the new resource under the name that it is given: <c>(b, name) => b.AddExternalService(name, "https://api.example.com/")</c>.</param>
    /// <returns>A builder for the new resource.</returns>
    /// <exception cref="AppModelException">There is no resource of that name to replace.</exception>
    /// <remarks>
    /// References are by name. The new resource must have what is referred to: the endpoints, or a connection string. If it does not,
    /// building the model says so. Builders of the old resource state facts about nothing any more.
    /// </remarks>
    public static IResourceBuilder<T> ReplaceResource<T>(this IDistributedApplicationBuilder builder, string name, Func<IDistributedApplicationBuilder, string, IResourceBuilder<T>> add)
        where T : IResource
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(add);
        if (!builder.Resources.TryGetByName(name, out IResource? old))
        {
            throw new AppModelException([ModelProblems.NoSuchResource(name, builder.Resources.Select(r => r.Name))]);
        }

        builder.Resources.Remove(old);
        return add(builder, old.Name);
    }

    /// <summary>Gets the full path of a file or directory that an app host names.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="path">The path; a relative one starts at the app host's directory. It may have backslashes, as an app host has that was written on Windows.</param>
    /// <returns>The full path; nothing has to be there.</returns>
    public static string GetFullPath(this IDistributedApplicationBuilder builder, string path)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return Path.GetFullPath(path.Replace('\\', Path.DirectorySeparatorChar), builder.AppHostDirectory);
    }
}
