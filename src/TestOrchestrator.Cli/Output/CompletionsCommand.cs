using System.CommandLine;

namespace TestOrchestrator.Cli.Output;

/// <summary>
/// <c>orch completions</c>: a script for a shell, which asks <c>orch</c> itself (the directive <c>[suggest]</c> of System.CommandLine).
/// </summary>
internal static class CompletionsCommand
{
    private const string Bash = """
        _orch() {
            local IFS=$'\n'
            COMPREPLY=($(orch "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null))
        }
        complete -F _orch orch
        """;

    private const string Zsh = """
        #compdef orch
        _orch() {
            local -a found
            found=("${(@f)$(orch "[suggest:${#BUFFER}]" "${BUFFER}" 2>/dev/null)}")
            compadd -- "${found[@]}"
        }
        compdef _orch orch
        """;

    private const string Fish = """
        complete -c orch -f -a '(orch "[suggest:"(string length (commandline -cp))"]" (commandline -cp) 2>/dev/null)'
        """;

    private static readonly Dictionary<string, string> s_scripts = new() { ["bash"] = Bash, ["zsh"] = Zsh, ["fish"] = Fish };

    public static Command Create()
    {
        Argument<string> shell = new("shell") { Description = "bash, zsh or fish." };
        shell.AcceptOnlyFromAmong([.. s_scripts.Keys]);
        Command command = new("completions", "Prints a script that completes commands and the ids of groups: eval \"$(orch completions bash)\".") { shell };
        command.SetWork((parsed, _) =>
        {
            Console.Out.WriteLine(s_scripts[parsed.GetRequiredValue(shell)]);
            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }
}
