using TestOrchestrator.AppModel.ConnectionStrings;
using TestOrchestrator.AppModel.Expressions;
using TestOrchestrator.Engine.Applications;
using TestOrchestrator.Engine.Directories;

namespace TestOrchestrator.Hosting.Foreground;

/// <summary>
/// Lists how to connect to databases and caches, for people and their tools: each connection string, and the URI where there is one. It has
/// passwords, so only its owner can read it, it is not printed, and it goes with the application.
/// </summary>
internal static class ConnectionStringsFile
{
    /// <returns>The path; null if the application has nothing to connect to.</returns>
    public static async Task<string?> WriteAsync(RunningApplication application, CancellationToken cancellationToken)
    {
        IResourceWithConnectionString[] resources = [.. application.Model.Resources.OfType<IResourceWithConnectionString>()];
        if (resources.Length == 0)
        {
            return null;
        }

        string path = Path.Combine(application.StateDirectory, "connection-strings.txt");
        StreamWriter file = PrivateFile.Create(path);
        await using (file.ConfigureAwait(false))
        {
            foreach (IResourceWithConnectionString resource in resources)
            {
                await file.WriteLineAsync($"{resource.Name}: {await ValueAsync(resource.ConnectionStringExpression).ConfigureAwait(false)}").ConfigureAwait(false);
                foreach ((_, ReferenceExpression uri) in resource.GetConnectionProperties().Where(p => p.Key == "Uri"))
                {
                    await file.WriteLineAsync($"    {await ValueAsync(uri).ConfigureAwait(false)}").ConfigureAwait(false);
                }
            }
        }

        return path;

        async Task<string?> ValueAsync(ReferenceExpression expression) => await expression.GetValueAsync(application.Values, cancellationToken).ConfigureAwait(false);
    }
}
