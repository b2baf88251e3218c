using System.Runtime.Versioning;

namespace TestOrchestrator.TestKit.Processes;

/// <summary>Makes values of PATH in which programs are missing or replaced.</summary>
[UnsupportedOSPlatform("windows")]
public static class SearchPath
{
    private const UnixFileMode ForEverybody = (UnixFileMode)0b_111_101_101;

    /// <summary>Fills a directory with links to every program in PATH but some.</summary>
    /// <returns>The directory.</returns>
    public static string Without(string directory, params string[] hidden)
    {
        Directory.CreateDirectory(directory);
        foreach (string program in Environment.GetEnvironmentVariable("PATH")!.Split(':').Where(Directory.Exists).SelectMany(Directory.EnumerateFiles))
        {
            string link = Path.Combine(directory, Path.GetFileName(program));
            if (!hidden.Contains(Path.GetFileName(program)) && !File.Exists(link))
            {
                File.CreateSymbolicLink(link, program);
            }
        }

        return directory;
    }

    /// <summary>Makes a directory with one program, which comes before all others.</summary>
    /// <returns>A value of PATH.</returns>
    public static string With(string directory, string program, string script)
    {
        Directory.CreateDirectory(directory);
        string path = Path.Combine(directory, program);
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(path, ForEverybody);
        return $"{directory}:{Environment.GetEnvironmentVariable("PATH")}";
    }
}
