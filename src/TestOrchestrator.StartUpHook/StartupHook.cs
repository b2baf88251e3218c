using System.Reflection;
using System.Runtime.Loader;

#pragma warning disable CA1050 // .NET looks for this name, without a namespace.

/// <summary>
/// Runs in the process of an app host before its own code (<c>DOTNET_STARTUP_HOOKS</c>), and has TestOrchestrator.Hosting put the local
/// engine into its application. In any other process it only removes itself from the environment.
/// </summary>
internal static class StartupHook
{
    private const string Variable = "DOTNET_STARTUP_HOOKS";
    private const string Ours = "TestOrchestrator.";
    private const string Hosting = "TestOrchestrator.Hosting";
    private const string Aspire = "Aspire.Hosting";
    private const string EntryType = "TestOrchestrator.Hosting.Foreground.StartUp";
    private const string EntryMethod = "Run";

    /// <summary>Called by .NET.</summary>
    public static void Initialize()
    {
        LeaveEnvironment();
        if (IsLoadable(Aspire))
        {
            AssemblyLoadContext.Default.Resolving += Resolve;
            Enter();
        }
    }

    // What this process starts is no app host.
    private static void LeaveEnvironment()
    {
        string[] others = [.. (Environment.GetEnvironmentVariable(Variable) ?? "").Split(Path.PathSeparator)
            .Where(h => h.Length > 0 && Path.GetFileName(h) != Path.GetFileName(typeof(StartupHook).Assembly.Location))];
        Environment.SetEnvironmentVariable(Variable, others.Length == 0 ? null : string.Join(Path.PathSeparator, others));
    }

    // What the app host's own build has put beside it.
    private static bool IsLoadable(string assembly) =>
        (AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "").Split(Path.PathSeparator)
            .Any(path => Path.GetFileName(path.AsSpan()).Equals($"{assembly}.dll", StringComparison.OrdinalIgnoreCase));

    // .NET asks only for what the app host itself does not have: its own copies come first. What is not in this directory is orch's own,
    // in the one above.
    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name)
    {
        if (name.Name?.StartsWith(Ours, StringComparison.Ordinal) != true)
        {
            return null;
        }

        string here = Path.GetDirectoryName(typeof(StartupHook).Assembly.Location)!;
        string? found = new[] { here, Path.GetDirectoryName(here)! }
            .Select(directory => Path.Combine(directory, $"{name.Name}.dll"))
            .FirstOrDefault(File.Exists);
        return found is null ? null : context.LoadFromAssemblyPath(found);
    }

    private static void Enter()
    {
        try
        {
            // By its name alone: the app host may have another version.
            Assembly hosting = Assembly.Load(Hosting);
            MethodInfo? entry = hosting.GetType(EntryType)?.GetMethod(EntryMethod, BindingFlags.Static | BindingFlags.Public);
            if (entry is null)
            {
                Refuse(
                    $"TO1714: The app host has {Hosting} {hosting.GetName().Version}, which this version of orch cannot use. "
                    + "Give both the same version.");
            }
            else
            {
                entry.Invoke(null, BindingFlags.DoNotWrapExceptions, null, null, null);
            }
        }
        catch (Exception e) when (e is IOException or BadImageFormatException or TypeLoadException or MissingMemberException)
        {
            Refuse(
                $"TO1713: The local engine cannot be loaded into this app host: {e.Message} "
                + "It needs Aspire.Hosting 13.6.5 or newer. 'dotnet run' runs the app host with Aspire's own engine.");
        }
    }

    private static void Refuse(string message)
    {
        Console.Error.WriteLine(message);
        Environment.Exit(1);
    }
}
