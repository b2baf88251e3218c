using TestOrchestrator.Engine.Errors;

namespace TestOrchestrator.Engine.Processes;

/// <summary>The errors of processes, TO12xx.</summary>
internal static class ProcessErrors
{
    public static EngineException NotSupportedHere() => new(
        "TO1201",
        $"Processes are supervised on Linux only so far; this is {System.Runtime.InteropServices.RuntimeInformation.OSDescription}. Run the tests on Linux, in WSL, or in a container.");

    public static EngineException NurseryDidNotStart(string why) => new(
        "TO1202",
        $"The nursery, the helper process that owns all processes of the run, did not start. {why}");

    public static EngineException NurseryLost() => new(
        "TO1203",
        "The nursery, the helper process that owns all processes of the run, has ended before the run did: somebody killed it, or the machine is out of memory. The processes of the run have ended with it.");

    public static EngineException SpawnFailed(ProcessStart start, int errno) => new(
        "TO1204",
        $"'{start.Program}' could not be started in '{start.WorkingDirectory}': {new System.ComponentModel.Win32Exception(errno).Message} (errno {errno}).");

    public static EngineException ProgramNotFound(string resource, string command, string workingDirectory) => new(
        "TO1205",
        $"The program '{command}' of '{resource}' was not found. A name without '/' is looked for in PATH, any other path starts at the working directory '{workingDirectory}'.");

    public static EngineException NoSuchUser(string resource, string user) => new(
        "TO1213",
        $"'{resource}' is to run as '{user}', and the machine has no such user ('getent passwd' lists them).");

    public static EngineException CannotBecome(string resource, string user, uint own) => new(
        "TO1211",
        $"'{resource}' is to run as '{user}', and only root can start programs as somebody else: this is user {own}. Leave the user out, or run as root.");

    public static EngineException NoSetPriv(string resource, string user) => new(
        "TO1212",
        $"'{resource}' is to run as '{user}', and there is no 'setpriv' in PATH to start it so. Install util-linux.");

    public static EngineException DotnetNotFound(string looked) => new(
        "TO1206",
        $"The 'dotnet' program was not found: looked for '{looked}'. Set DOTNET_ROOT to the directory that has it.");
}
