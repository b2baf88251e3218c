using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using TestOrchestrator.Groups.Holding;

namespace TestOrchestrator.Cli.Output;

/// <summary>Prints results: JSON if it was asked for, else for people.</summary>
internal sealed class Printer(ParseResult parsed)
{
    private const int RedirectedWidth = 400;

    public bool IsJson => parsed.GetValue(GlobalOptions.Json);

    /// <summary>Prints a result.</summary>
    /// <param name="result">What is printed as JSON.</param>
    /// <param name="forPeople">Prints it for people.</param>
    public void Print<T>(T result, Action<IAnsiConsole> forPeople)
    {
        if (IsJson)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(result, GroupJson.Indented));
        }
        else
        {
            forPeople(ForPeople());
        }
    }

    /// <summary>Makes a console for standard output: without colours and as wide as need be where no terminal shows it.</summary>
    public static IAnsiConsole ForPeople()
    {
        IAnsiConsole console = AnsiConsole.Create(new()
        {
            Ansi = Console.IsOutputRedirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = Console.IsOutputRedirected ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
        });
        if (Console.IsOutputRedirected)
        {
            console.Profile.Width = RedirectedWidth;
        }

        return console;
    }

    /// <summary>Does something, and shows how far it is once it takes longer than a second. Nothing is shown without a terminal.</summary>
    public async Task<T> WithProgressAsync<T>(string what, Task<T> work, Func<Task<string>> howFar, CancellationToken cancellationToken)
    {
        if (IsJson || Console.IsErrorRedirected || await IsDoneWithinAsync(work, TimeSpan.FromSeconds(1), cancellationToken).ConfigureAwait(false))
        {
            return await work.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        IAnsiConsole errors = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(Console.Error) });
        return await errors.Status().StartAsync(Markup.Escape(what), async context =>
        {
            while (!await IsDoneWithinAsync(work, TimeSpan.FromMilliseconds(250), cancellationToken).ConfigureAwait(false))
            {
                context.Status(Markup.Escape($"{what} {await howFar().ConfigureAwait(false)}"));
            }

            return await work.ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    private static async Task<bool> IsDoneWithinAsync(Task work, TimeSpan limit, CancellationToken cancellationToken) =>
        await Task.WhenAny(work, Task.Delay(limit, TimeProvider.System, cancellationToken)).ConfigureAwait(false) == work;
}
