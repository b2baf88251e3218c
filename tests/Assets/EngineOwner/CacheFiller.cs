using TestOrchestrator.Engine.Caching;

namespace EngineOwner;

/// <summary>Gets a directory of a cache. If it has to fill it, it tells so and does it when it is told to: fill, or fail.</summary>
internal static class CacheFiller
{
    public static async Task RunAsync(string kind, string name)
    {
        DirectoryCache cache = new(kind, 2, TimeProvider.System);
        Console.WriteLine("ready");
        string directory = await cache.GetAsync(name, async staging =>
        {
            await File.WriteAllTextAsync(Path.Combine(staging, "first"), "first");
            Console.WriteLine("filling");
            if (await Console.In.ReadLineAsync() == "fail")
            {
                throw new IOException("It could not be filled.");
            }

            await File.WriteAllTextAsync(Path.Combine(staging, "second"), $"{Environment.ProcessId}");
        });
        Console.WriteLine($"{directory} {await File.ReadAllTextAsync(Path.Combine(directory, "first"))} {await File.ReadAllTextAsync(Path.Combine(directory, "second"))}");
    }
}
