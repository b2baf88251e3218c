using TestOrchestrator.Engine.Directories;
using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Engine.Processes;

namespace TestOrchestrator.Engine.Privileges;

/// <summary>Finds out how this machine lets root run a program as somebody else.</summary>
internal static class PrivilegeDrop
{
    // Known to every system: initdb looks its user up.
    private const uint Nobody = 65534;

    /// <summary>Finds the way; a user namespace first, as it needs no second owner of files, else another user.</summary>
    /// <param name="tryRun">Runs a command and tells whether it ended with 0.</param>
    /// <param name="directory">Where the output of the command may be written.</param>
    public static async Task<UnprivilegedUser> FindAsync(Func<ProcessStart, Task<bool>> tryRun, string directory)
    {
        if (!UserIdentity.IsRoot)
        {
            return new();
        }

        string? unshare = ProgramPath.InPath("unshare");
        if (unshare is not null && ProgramPath.InPath("true") is { } nothing)
        {
            string[] arguments = ["--user", $"--map-user={Nobody}", $"--map-group={Nobody}"];
            ProcessStart probe = new() { Program = unshare, Arguments = [.. arguments, nothing], WorkingDirectory = "/", OutputFile = Path.Combine(directory, "unshare.log") };
            if (await tryRun(probe).ConfigureAwait(false))
            {
                return new() { Wrapper = [unshare, .. arguments] };
            }
        }

        return ProgramPath.InPath("setpriv") is { } setpriv
            ? new() { Wrapper = [setpriv, $"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups"], FileOwner = Nobody }
            : throw new EngineException("TO1207", "This run is root's, and some programs (Postgres) refuse to run as root. Neither 'unshare' nor 'setpriv' is there to run them as somebody else: install util-linux, or run as an ordinary user.");
    }
}
