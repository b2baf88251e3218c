using TestOrchestrator.AppModel.Executables;
using TestOrchestrator.AppModel.Files;
using TestOrchestrator.Engine.Directories;
using TestOrchestrator.Engine.Privileges;
using TestOrchestrator.Engine.Providers;

namespace TestOrchestrator.Engine.Files;

/// <summary>Writes the files that are made for a program, as they are at this moment: a port may have moved since the last start.</summary>
internal static class ConfigurationFiles
{
    /// <summary>Writes the files of all, and makes what else the model gives to the programs, which shows what is wrong with them.</summary>
    public static async Task RenderAsync(IEnumerable<ResourceContext> contexts, CancellationToken cancellationToken)
    {
        foreach (ResourceContext context in contexts)
        {
            await RenderAsync(context, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task RenderAsync(ResourceContext context, CancellationToken cancellationToken)
    {
        if (context.Resource is not ExecutableResource)
        {
            return;
        }

        await WriteAsync(context, MachineUsers.Of(context) ?? new(), cancellationToken).ConfigureAwait(false);
        _ = await context.GetArgumentsAsync(cancellationToken).ConfigureAwait(false);
        _ = await context.GetEnvironmentAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <param name="context">The program.</param>
    /// <param name="user">As whom it runs.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task WriteAsync(ResourceContext context, UnprivilegedUser user, CancellationToken cancellationToken)
    {
        PrivateDirectory.Create(context.FilesDirectory);
        user.TakeOver(context.FilesDirectory);
        foreach (ConfigurationFileAnnotation file in context.Resource.Annotations.OfType<ConfigurationFileAnnotation>())
        {
            string path = Path.Combine(context.FilesDirectory, file.Path);
            string content = await context.GetValueAsync(file.Content, cancellationToken).ConfigureAwait(false);
            try
            {
                MakeParents(context.FilesDirectory, path, user);
                await WriteAsync(path, content, cancellationToken).ConfigureAwait(false);
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
