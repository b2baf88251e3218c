using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using TestOrchestrator.Engine.Tools;

namespace TestOrchestrator.Engine.Tests.Kit;

/// <summary>A machine that has the programs that a test gives it, and looks for others in a process of its own.</summary>
internal sealed class ToolMachine : IDisposable
{
    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    // What the scripts below need.
    private static readonly string[] s_basics = ["sh", "cp", "mkdir", "chmod"];

    private readonly TemporaryDirectory _directory = new();

    public ToolMachine()
    {
        Directory.CreateDirectory(this["bin"]);
        foreach (string basic in s_basics)
        {
            File.CreateSymbolicLink(this[$"bin/{basic}"], ProgramPath.InPath(basic)!);
        }
    }

    /// <summary>The programs that are looked for: 'tool' and its companion, which are nowhere yet.</summary>
    public ToolDefinition Definition => new()
    {
        Name = "tools",
        Variable = "TESTORCHESTRATOR_TOOLS",
        Programs = ["tool", "companion"],
        Directories = [this["usual/*/bin"], this["other"]],
        Help = "Install them: 'get tools'.",
    };

    public string Cache => this["cache/tools"];

    /// <summary>The path of something on the machine.</summary>
    public string this[string path] => Path.Combine(_directory.Path, path);

    /// <summary>Makes programs in a directory.</summary>
    public string Install(string directory, params string[] programs)
    {
        foreach (string program in programs)
        {
            Script(Path.Combine(directory, program), "exit 0");
        }

        return this[directory];
    }

    /// <summary>Makes a shell script.</summary>
    public void Script(string path, string script)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[path])!);
        File.WriteAllText(this[path], $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(this[path], Executable);
    }

    /// <summary>Makes an npm client that has one package, and counts how often it is asked.</summary>
    /// <returns>The package.</returns>
    public NpmPackage Publish(params (string Entry, string Text)[] files)
    {
        using (FileStream archive = File.Create(this["package.tgz"]))
        using (GZipStream zipped = new(archive, CompressionLevel.Fastest))
        using (TarWriter tar = new(zipped))
        {
            foreach ((string entry, string text) in files)
            {
                using MemoryStream content = new(System.Text.Encoding.UTF8.GetBytes(text));
                tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, entry) { DataStream = content });
            }
        }

        Script("bin/npm", $"echo \"$*\" >> {this["npm.log"]}; cp {this["package.tgz"]} \"$6/package.tgz\"");
        return new() { Id = "@scope/tools@1.0", Sha512 = Convert.ToBase64String(SHA512.HashData(File.ReadAllBytes(this["package.tgz"]))), Directory = "native/bin" };
    }

    /// <summary>Looks for the programs.</summary>
    /// <returns>What the process tells: where they come from and where they are, or the error.</returns>
    public async Task<string> FindAsync(ToolDefinition definition, Dictionary<string, string?>? environment = null)
    {
        Dictionary<string, string?> all = new(environment ?? [])
        {
            ["PATH"] = this["bin"],
            ["TESTORCHESTRATOR_CACHE"] = this["cache"],
        };
        await using RunningProgram finder = AssetPrograms.StartOwner(all, "tool", this["runs"], JsonSerializer.Serialize(definition));
        await finder.ExitedAsync().Soon();
        return string.Join('\n', finder.Output);
    }

    public void Dispose() => _directory.Dispose();
}
