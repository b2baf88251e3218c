using System.Collections.Immutable;
using TestOrchestrator.Engine.Secrets;
using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Groups.Description;

namespace TestOrchestrator.Groups.Holding;

/// <summary>Finds the value of every parameter of a group: given, of the environment, default, or generated.</summary>
internal static class ParameterValues
{
    /// <exception cref="EngineException">A parameter has no value, or a value has no parameter.</exception>
    public static IReadOnlyDictionary<string, string> Find(GroupDescription group, GroupOptions options)
    {
        ImmutableDictionary<string, string> given = options.Parameters;
        if (options.ParametersArePublic && group.Parameters.FirstOrDefault(p => p.Secret && given.ContainsKey(p.Name)) is { } secret)
        {
            throw GroupErrors.SecretIsPublic(group.Name, secret.Name);
        }

        string[] known = [.. group.Parameters.Select(p => p.Name)];
        return given.Keys.FirstOrDefault(name => !known.Contains(name, StringComparer.Ordinal)) is { } unknown
            ? throw GroupErrors.UnknownParameter(group.Name, unknown, known)
            : group.Parameters.ToDictionary(p => p.Name, p => given.GetValueOrDefault(p.Name) ?? Otherwise(group, p), StringComparer.Ordinal);
    }

    private static string Otherwise(GroupDescription group, ParameterDescription parameter) =>
        Environment.GetEnvironmentVariable($"Parameters__{parameter.Name.Replace('-', '_')}")
        ?? parameter.Default
        ?? (parameter.Generate ? GeneratedPassword.New() : throw GroupErrors.NoParameterValue(group.Name, parameter.Name));
}
