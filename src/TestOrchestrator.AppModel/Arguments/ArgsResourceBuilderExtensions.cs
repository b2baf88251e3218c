using TestOrchestrator.AppModel.Expressions;
using TestOrchestrator.AppModel.Relations;

namespace TestOrchestrator.AppModel.Arguments;

/// <summary>States the arguments that a resource is started with.</summary>
/// <remarks>Arguments can be seen by every user of the machine: pass secrets by environment.</remarks>
public static class ArgsResourceBuilderExtensions
{
    /// <summary>Adds arguments.</summary>
    /// <typeparam name="T">The type of the resource.</typeparam>
    /// <param name="builder">The resource.</param>
    /// <param name="args">The arguments.</param>
    /// <returns>The resource's builder.</returns>
    public static IResourceBuilder<T> WithArgs<T>(this IResourceBuilder<T> builder, params string[] args)
        where T : IResourceWithArgs => builder.WithArgs((object[])args);

    /// <summary>Adds arguments of which some are known when the application runs.</summary>
    /// <typeparam name="T">The type of the resource.</typeparam>
    /// <param name="builder">The resource.</param>
    /// <param name="args">The arguments: texts, numbers, parameters, endpoints, resources with a connection string, expressions.</param>
    /// <returns>The resource's builder.</returns>
    /// <exception cref="ArgumentException">An argument is something else.</exception>
    public static IResourceBuilder<T> WithArgs<T>(this IResourceBuilder<T> builder, params object[] args)
        where T : IResourceWithArgs
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(args);
        object[] values = [.. args.Select(a => GivenValue.Of(a, nameof(args)))];
        foreach (object value in values.Where(v => v is not string))
        {
            builder.WithAnnotation(new ReferenceAnnotation { Value = value, How = nameof(WithArgs) });
        }

        return builder.WithArgs(context =>
        {
            foreach (object value in values)
            {
                context.Args.Add(value);
            }
        });
    }

    /// <summary>Sets arguments by a callback.</summary>
    /// <typeparam name="T">The type of the resource.</typeparam>
    /// <param name="builder">The resource.</param>
    /// <param name="callback">The callback; it runs each time that an instance of the resource is started.</param>
    /// <returns>The resource's builder.</returns>
    public static IResourceBuilder<T> WithArgs<T>(this IResourceBuilder<T> builder, Action<CommandLineArgsCallbackContext> callback)
        where T : IResourceWithArgs
    {
        ArgumentNullException.ThrowIfNull(callback);
        return builder.WithArgs(context =>
        {
            callback(context);
            return Task.CompletedTask;
        });
    }

    /// <summary>Sets arguments by an asynchronous callback.</summary>
    /// <typeparam name="T">The type of the resource.</typeparam>
    /// <param name="builder">The resource.</param>
    /// <param name="callback">The callback; it runs each time that an instance of the resource is started.</param>
    /// <returns>The resource's builder.</returns>
    public static IResourceBuilder<T> WithArgs<T>(this IResourceBuilder<T> builder, Func<CommandLineArgsCallbackContext, Task> callback)
        where T : IResourceWithArgs
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(callback);
        return builder.WithAnnotation(new CommandLineArgsCallbackAnnotation { Callback = callback });
    }
}
