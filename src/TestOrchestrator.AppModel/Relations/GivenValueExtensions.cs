using TestOrchestrator.AppModel.Expressions;

namespace TestOrchestrator.AppModel.Relations;

/// <summary>Takes what an author gives where a value is wanted, and notes what the resource refers to by it.</summary>
internal static class GivenValueExtensions
{
    /// <returns>A text, or an <see cref="IValueProvider"/>.</returns>
    /// <exception cref="ArgumentException">It is something else.</exception>
    public static object Given<T>(this IResourceBuilder<T> builder, object? given, string parameterName, string how)
        where T : IResource
    {
        object value = GivenValue.Of(given, parameterName);
        if (value is not string)
        {
            builder.WithAnnotation(new ReferenceAnnotation { Value = value, How = how });
        }

        return value;
    }
}
