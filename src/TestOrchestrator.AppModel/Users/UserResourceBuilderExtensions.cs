using TestOrchestrator.AppModel.Executables;

namespace TestOrchestrator.AppModel.Users;

/// <summary>States as whom a program runs.</summary>
public static class UserResourceBuilderExtensions
{
    /// <summary>States that the program runs as a given user of the machine. Only root can start programs as somebody else.</summary>
    /// <param name="builder">The program.</param>
    /// <param name="user">The name or the number of the user.</param>
    /// <returns>The program's builder.</returns>
    public static IResourceBuilder<ExecutableResource> WithUser(this IResourceBuilder<ExecutableResource> builder, string user)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(user);
        return builder.WithAnnotation(new UserAnnotation { User = user }, ResourceAnnotationMutationBehavior.Replace);
    }
}
