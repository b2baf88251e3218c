using System.Runtime.CompilerServices;

namespace TestOrchestrator.Hosting.Tests.Kit;

/// <summary>Finds files of this repository that are no part of the build.</summary>
internal static class RepositoryFile
{
    /// <summary>Makes the full path of a file.</summary>
    /// <param name="path">The path from the root of the repository.</param>
    public static string PathOf(string path) => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", "..", path));

    private static string ThisFile([CallerFilePath] string file = "") => file;
}
