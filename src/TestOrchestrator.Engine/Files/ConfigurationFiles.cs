using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Directories;
using TestOrchestrator.Engine.Privileges;
using TestOrchestrator.Engine.Providers;

namespace TestOrchestrator.Engine.Files;

/// <summary>Writes the files that are made for a program, as they are at this moment: a port may have moved since the last start.</summary>
internal static class ConfigurationFiles
{
    /// <summary>
    /// Writes the files of all, and makes what else the model gives to the programs, which shows what is wrong with them.
    /// </summary>
    public static async Task RenderAsync(IEnumerable<UnitContext> contexts, CancellationToken cancellationToken)
    {
        foreach (UnitContext context in contexts)
        {
            await RenderAsync(context, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task RenderAsync(UnitContext context, CancellationToken cancellationToken)
    {
        if (context.Unit.IsProgram)
        {
            UnitConfiguration configuration = await context.ConfigureAsync(cancellationToken).ConfigureAwait(false);
            await WriteAsync(context, configuration, MachineUsers.Of(context) ?? new(), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <param name="context">The program.</param>
    /// <param name="configuration">What the program is started with.</param>
    /// <param name="user">As whom it runs.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task WriteAsync(UnitContext context, UnitConfiguration configuration, UnprivilegedUser user, CancellationToken cancellationToken)
    {
        PrivateDirectory.Create(context.FilesDirectory);
        user.TakeOver(context.FilesDirectory);
        foreach (UnitFile file in configuration.Files)
        {
            string path = Path.Combine(context.FilesDirectory, file.Path);
            try
            {
                MakeParents(context.FilesDirectory, path, user);
                await WriteAsync(path, file.Content, cancellationToken).ConfigureAwait(false);
                user.TakeOver(path);
            }
            catch (Exception e) when (DirectoryErrors.IsOfFiles(e))
            {
                throw DirectoryErrors.NoFile(context.Name, path, e);
            }
        }
    }

    private static async Task WriteAsync(string path, string content, CancellationToken cancellationToken)
    {
        // Anew each time: one that its program has made its own could not be written.
        File.Delete(path);
        StreamWriter writer = PrivateFile.Create(path, FileMode.CreateNew);
        await using (writer.ConfigureAwait(false))
        {
            await writer.WriteAsync(content.AsMemory(), cancellationToken).ConfigureAwait(false);
        }
    }

    private static void MakeParents(string root, string path, UnprivilegedUser user)
    {
        string parent = root;
        foreach (string name in Path.GetRelativePath(root, Path.GetDirectoryName(path)!).Split(Path.DirectorySeparatorChar).Where(n => n != "."))
        {
            parent = Path.Combine(parent, name);
            PrivateDirectory.Create(parent);
            user.TakeOver(parent);
        }
    }
}
