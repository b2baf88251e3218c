using System.Runtime.InteropServices;

namespace TestOrchestrator.Engine.Processes;

/// <summary>Finds the <c>dotnet</c> program that belongs to the runtime of this process.</summary>
public static class DotnetHost
{
    /// <summary>Gets the full path of the program.</summary>
    /// <exception cref="Errors.EngineException">It is not there.</exception>
    public static string Path { get; } = Find();

    // …/dotnet/shared/Microsoft.NETCore.App/10.0.12/ -> …/dotnet/dotnet
    private static string Find()
    {
        string beside = System.IO.Path.GetFullPath(System.IO.Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
        string? root = Environment.GetEnvironmentVariable("DOTNET_ROOT");
        return File.Exists(beside) ? beside
            : root is not null && File.Exists(System.IO.Path.Combine(root, "dotnet")) ? System.IO.Path.Combine(root, "dotnet")
            : ProgramPath.InPath("dotnet") ?? throw ProcessErrors.DotnetNotFound(beside);
    }
}
