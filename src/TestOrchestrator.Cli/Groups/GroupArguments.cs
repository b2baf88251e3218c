using System.Collections.Immutable;
using System.CommandLine;
using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Groups.Holding;
using TestOrchestrator.Groups.Keeping;

namespace TestOrchestrator.Cli.Groups;

/// <summary>The arguments that commands on groups share.</summary>
internal static class GroupArguments
{
    /// <summary>Makes the argument that names one group.</summary>
    public static Argument<string> Group()
    {
        Argument<string> argument = new("group") { Description = "The id of a group, the beginning of it, or its directory." };
        argument.CompletionSources.Add(_ => Ids());
        return argument;
    }

    /// <summary>Makes the argument that names groups.</summary>
    public static Argument<string[]> Groups()
    {
        Argument<string[]> argument = new("groups") { Description = "The ids of groups, the beginnings of them, or their directories.", Arity = ArgumentArity.OneOrMore };
        argument.CompletionSources.Add(_ => Ids());
        return argument;
    }

    /// <summary>Makes the option that sets parameters.</summary>
    public static Option<string[]> Parameters() => new("--parameter", "-p")
    {
        Description = "NAME=VALUE: the value of a parameter. Give secrets by the environment instead (Parameters__NAME): every user of the machine can see arguments.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public static Option<string?> Name() => new("--name") { Description = "The name that the id is made of." };

    public static GroupClient Client() => new(GroupStore.Open(), Keeper(), TimeProvider.System);

    /// <summary>Reads NAME=VALUE.</summary>
    /// <exception cref="ArgumentException">One is something else.</exception>
    public static ImmutableDictionary<string, string> Read(IEnumerable<string> parameters) => parameters.ToImmutableDictionary(
        p => p.IndexOf('=', StringComparison.Ordinal) is > 0 and int at ? p[..at] : throw new ArgumentException($"'{p}' is not NAME=VALUE."),
        p => p[(p.IndexOf('=', StringComparison.Ordinal) + 1)..]);

    private static IEnumerable<string> Ids() => GroupStore.Open().List().Select(d => Path.GetFileName(d));

    private static KeeperProgram Keeper() => new(DotnetHost.Path, ["exec", typeof(GroupArguments).Assembly.Location, KeepCommand.Name]);
}
