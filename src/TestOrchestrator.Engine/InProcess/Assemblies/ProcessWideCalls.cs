using System.Reflection.Metadata;

namespace TestOrchestrator.Engine.InProcess.Assemblies;

/// <summary>
/// Looks for calls that mean the process: they end it, ask for what a service would take for its own, or change what every other service
/// and the tests would see. A call that is not written in the code, but made by reflection or in a package, is not found.
/// </summary>
internal static class ProcessWideCalls
{
    private const string Ends = "calls {0}, which would end the test process with it";
    private const string Asks = "asks for {0}, which would be that of the test process";
    private const string Changes = "sets {0}, which would be set for the whole test process";

    private static readonly (string Type, string[] Methods, string Name, string What)[] s_known =
    [
        ("System.Environment", ["Exit"], "Environment.Exit", Ends),
        ("System.Environment", ["FailFast"], "Environment.FailFast", Ends),
        ("System.AppContext", ["get_BaseDirectory"], "AppContext.BaseDirectory", Asks),
        ("System.Environment", ["get_CurrentDirectory", "set_CurrentDirectory"], "Environment.CurrentDirectory", Asks),
        ("System.IO.Directory", ["GetCurrentDirectory", "SetCurrentDirectory"], "Directory.GetCurrentDirectory", Asks),
        ("System.Reflection.Assembly", ["GetEntryAssembly"], "Assembly.GetEntryAssembly", Asks),
        ("System.Globalization.CultureInfo", ["set_DefaultThreadCurrentCulture"], "CultureInfo.DefaultThreadCurrentCulture", Changes),
        ("System.Globalization.CultureInfo", ["set_DefaultThreadCurrentUICulture"], "CultureInfo.DefaultThreadCurrentUICulture", Changes),
        ("System.Environment", ["SetEnvironmentVariable"], "an environment variable", Changes),
        ("System.AppContext", ["SetSwitch", "SetData"], "a switch of AppContext", Changes),
        ("System.Net.Http.HttpClient", ["set_DefaultProxy"], "HttpClient.DefaultProxy", Changes),
        ("System.Console", ["SetOut", "SetError"], "Console.Out or Console.Error", Changes),
    ];

    /// <summary>Finds the first kind of call that an assembly makes.</summary>
    /// <returns>What it does, as in "calls Environment.Exit, which …"; null if it makes none.</returns>
    public static string? Find(MetadataReader metadata)
    {
        HashSet<(string, string)> called = [.. metadata.MemberReferences.Select(metadata.GetMemberReference).Select(m => (TypeNames.Of(metadata, m.Parent) ?? "", metadata.GetString(m.Name)))];
        return s_known
            .Where(call => Array.Exists(call.Methods, method => called.Contains((call.Type, method))))
            .Select(call => call.What.Replace("{0}", call.Name, StringComparison.Ordinal))
            .FirstOrDefault();
    }
}
