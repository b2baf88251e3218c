using System.Text.RegularExpressions;
using TestOrchestrator.AppModel.Executables;
using TestOrchestrator.AppModel.Relations;

namespace TestOrchestrator.AppModel.Health;

/// <summary>States when a program is ready that does not say so by listening. Everything that is stated must be true, and every endpoint must accept connections.</summary>
public static class ReadinessBuilderExtensions
{
    private static readonly TimeSpan s_matchLimit = TimeSpan.FromSeconds(1);

    /// <summary>States that the program is ready when it has written a line to its log since it was started.</summary>
    /// <param name="builder">The program.</param>
    /// <param name="pattern">A regular expression of .NET, searched for in each line.</param>
    /// <returns>The program's builder.</returns>
    /// <exception cref="RegexParseException">The pattern is not a regular expression.</exception>
    public static IResourceBuilder<ExecutableResource> WithReadyLogLine(this IResourceBuilder<ExecutableResource> builder, string pattern)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.WithAnnotation(new ReadyLogLineAnnotation { Pattern = new(pattern, RegexOptions.CultureInvariant, s_matchLimit) });
    }

    /// <summary>States that the program is ready when a command ends with the exit code 0. It is started again and again until then.</summary>
    /// <param name="builder">The program.</param>
    /// <param name="command">The command: a name that is looked for in PATH, or a path that starts at the program's working directory.</param>
    /// <param name="args">The arguments: texts, numbers, parameters, endpoints, expressions.</param>
    /// <returns>The program's builder.</returns>
    public static IResourceBuilder<ExecutableResource> WithReadyCommand(this IResourceBuilder<ExecutableResource> builder, string command, params object[] args)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(command);
        ArgumentNullException.ThrowIfNull(args);
        object[] values = [.. args.Select(a => builder.Given(a, nameof(args), nameof(WithReadyCommand)))];
        return builder.WithAnnotation(new ReadyCommandAnnotation { Command = command, Args = [.. values] });
    }

    /// <summary>States that the program is ready when a file is there.</summary>
    /// <param name="builder">The program.</param>
    /// <param name="path">The path: a text or an expression. A relative one starts at the program's own directory in the application.</param>
    /// <returns>The program's builder.</returns>
    public static IResourceBuilder<ExecutableResource> WithReadyFile(this IResourceBuilder<ExecutableResource> builder, object path)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.WithAnnotation(new ReadyFileAnnotation { Path = builder.Given(path, nameof(path), nameof(WithReadyFile)) });
    }
}
