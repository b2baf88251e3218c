using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Groups.Texts;

namespace TestOrchestrator.Groups;

/// <summary>The errors of groups, TO1821 to TO1835.</summary>
internal static class GroupErrors
{
    public static EngineException NoGroupFile(string directory) => new(
        "TO1821",
        $"There is no group file: '{Path.Combine(directory, "group.toml")}' is not there. Give the directory of a group file; 'orch run' starts an app host.");

    public static EngineException NoParameterValue(string group, string name) => new(
        "TO1822",
        $"The group '{group}' needs a value of the parameter '{name}'. Give it as --parameter {name}=VALUE, by the environment variable Parameters__{name.Replace('-', '_')}, or as its 'default' in the group file.");

    public static EngineException UnknownParameter(string group, string name, IReadOnlyCollection<string> known) => new(
        "TO1823",
        known.Count == 0
            ? $"The group '{group}' has no parameter '{name}'. It has none: declare it as [parameters.{name}] in the group file."
            : $"The group '{group}' has no parameter '{name}'.{(Names.Nearest(name, known) is { } nearest ? $" Did you mean '{nearest}'?" : "")} It has: {Names.List(known)}.");

    public static EngineException SecretInArgument(string process, string place, string parameter) => new(
        "TO1824",
        $"{place}: An argument of '{process}' holds the secret parameter '{parameter}', and every user of the machine can see arguments. Pass it by [processes.{process}.environment] or a template.");

    public static EngineException NoSuchGroup(string asked, string root, IReadOnlyCollection<string> known) => new(
        "TO1825",
        $"There is no group '{asked}' in '{root}'.{(Names.Nearest(asked, known) is { } nearest ? $" Did you mean '{nearest}'?" : "")} {(known.Count == 0 ? "There are none." : $"There are: {Names.List(known)}.")}");

    public static EngineException SeveralGroups(string asked, IReadOnlyCollection<string> found) => new(
        "TO1826",
        $"'{asked}' is the beginning of several groups: {Names.List(found)}. Give more of the id.");

    public static EngineException KeeperDidNotStart(string group, string why) => new(
        "TO1827",
        $"The keeper of the group '{group}', the process that holds it, did not start. {why}");

    public static EngineException KeeperLost(string group, string what) => new(
        "TO1828",
        $"The keeper of the group '{group}' ended while it was asked to {what}: it was killed, or the group was terminated. 'orch group status {group}' shows what is left.");

    public static EngineException Held(string group, string directory) => new(
        "TO1829",
        $"The group '{group}' is held by another process ('{directory}' is locked). Use it through that one, or with 'orch group'.");

    public static EngineException NotAGroup(string directory, string why) => new(
        "TO1830",
        $"'{directory}' is not the directory of a group: {why}");

    public static EngineException NoSuchProcess(string group, string process, IReadOnlyCollection<string> known) => new(
        "TO1831",
        $"The group '{group}' has no process '{process}'.{(Names.Nearest(process, known) is { } nearest ? $" Did you mean '{nearest}'?" : "")} It has: {Names.List(known)}.");

    public static EngineException SecretIsPublic(string group, string name) => new(
        "TO1835",
        $"The parameter '{name}' of the group '{group}' is secret, and every user of the machine can see the arguments of a program. Give it by the environment variable Parameters__{name.Replace('-', '_')}.");

    public static EngineException CannotCreate(string root, string why) => new(
        "TO1833",
        $"A group cannot be created in '{root}': {why} Nothing is left of it. Make room, or set TESTORCHESTRATOR_CACHE to a directory that can be written.");

    public static EngineException Terminated(string group) => new(
        "TO1832",
        $"The group '{group}' was terminated.");
}
