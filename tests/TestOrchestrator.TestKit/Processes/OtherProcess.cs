using System.Diagnostics;
using System.Reflection;

namespace TestOrchestrator.TestKit.Processes;

/// <summary>
/// Runs a scene of a test project in a process of its own: with another environment, as another user, or to be killed. The test program
/// is started once more with <see cref="Word"/> as its first argument, and hands its arguments to <see cref="PlayAsync"/>.
/// </summary>
public static class OtherProcess
{
    /// <summary>The first argument of a test program that is to play a scene instead of running tests.</summary>
    public const string Word = "play-scene";

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(3);

    /// <summary>Runs a scene to its end.</summary>
    /// <param name="scene">Its name.</param>
    /// <param name="options">How it is run.</param>
    /// <param name="arguments">Its arguments.</param>
    public static async Task<OtherProcessResult> RunAsync(string scene, OtherProcessOptions options, params string[] arguments)
    {
        ProcessStartInfo start = new(Dotnet)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = "/",
        };
        string[] command = [.. options.Wrapper, Dotnet, options.Program ?? ProgramPath, Word, scene, .. arguments];
        start.FileName = command[0];
        foreach (string argument in command.Skip(1))
        {
            start.ArgumentList.Add(argument);
        }

        foreach ((string name, string value) in options.Environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        using CancellationTokenSource limit = new(s_limit, TimeProvider.System);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }

        return new() { ExitCode = process.ExitCode, Output = (await output).Trim(), Errors = (await errors).Trim() };
    }

    /// <summary>Starts a scene that is going to be killed, or that ends by itself.</summary>
    /// <param name="scene">Its name.</param>
    /// <param name="arguments">Its arguments.</param>
    public static RunningProgram Start(string scene, params string[] arguments) =>
        RunningProgram.Start(Dotnet, [ProgramPath, Word, scene, .. arguments]);

    /// <summary>Plays a scene: what it returns is written to standard output, what it throws to standard error.</summary>
    /// <param name="arguments">The arguments of the program: <see cref="Word"/>, the scene, and its own.</param>
    /// <param name="scenes">The scenes by name.</param>
    /// <returns>The exit code of the program.</returns>
    public static async Task<int> PlayAsync(string[] arguments, IReadOnlyDictionary<string, Func<string[], Task<string>>> scenes)
    {
        try
        {
            Console.Out.WriteLine(await scenes[arguments[1]](arguments[2..]));
            return 0;
        }
#pragma warning disable CA1031 // The test that started the process reads it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }

    private static string Dotnet { get; } = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } path
        ? path
        : Path.GetFullPath(Path.Combine(typeof(object).Assembly.Location, "..", "..", "..", "..", "dotnet"));

    private static string ProgramPath { get; } = Assembly.GetEntryAssembly()!.Location;
}
