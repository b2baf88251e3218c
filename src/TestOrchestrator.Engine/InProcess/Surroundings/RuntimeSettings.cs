using System.Text.Json;

namespace TestOrchestrator.Engine.InProcess.Surroundings;

/// <summary>
/// What the runtime and the system's libraries read once, before or while a process starts: culture, time zone, what is loaded into it. A
/// program whose settings are others than this process's needs a process.
/// </summary>
internal static class RuntimeSettings
{
    private const string Invariant = "System.Globalization.Invariant";
    private const string InvariantVariable = "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT";

    // Aspire sets it for every project. It is about terminals, and the log of a service is a file.
    private const string ColorVariable = "DOTNET_SYSTEM_CONSOLE_ALLOW_ANSI_COLOR_REDIRECTION";

    // A name that ends with '_' is the start of names.
    private static readonly string[] s_variables = ["LANG", "LC_", "TZ", "TZDIR", "LD_", "DOTNET_SYSTEM_", "DOTNET_STARTUP_HOOKS", "DOTNET_ADDITIONAL_DEPS", "CORECLR_"];

    /// <summary>Finds a variable that the runtime reads, and that is to have another value than it has in this process.</summary>
    /// <param name="ofModel">The variables that the model gives to a service.</param>
    /// <param name="ofRun">The variables that it would inherit.</param>
    /// <returns>The name of the variable; null if there is none.</returns>
    public static string? FindVariable(IReadOnlyDictionary<string, string> ofModel, IReadOnlyDictionary<string, string> ofRun) => ofModel
        .Where(v => v.Key != ColorVariable && Array.Exists(s_variables, known => known.EndsWith('_') ? v.Key.StartsWith(known, StringComparison.Ordinal) : v.Key == known))
        .Where(v => v.Value != ofRun.GetValueOrDefault(v.Key, ""))
        .Select(v => v.Key)
        .Order(StringComparer.Ordinal)
        .FirstOrDefault();

    /// <summary>Tells whether a program is built to know cultures if and only if this process does.</summary>
    public static bool HasSameCultures(string program)
    {
        bool inherited = Environment.GetEnvironmentVariable(InvariantVariable) is "1" or "true" or "True";
        bool here = AppContext.TryGetSwitch(Invariant, out bool ofThisProcess) ? ofThisProcess : inherited;
        return here == (ReadInvariant(Path.ChangeExtension(program, ".runtimeconfig.json")) ?? inherited);
    }

    // {"runtimeOptions":{"configProperties":{"System.Globalization.Invariant":true}}}
    private static bool? ReadInvariant(string file)
    {
        if (!File.Exists(file))
        {
            return null;
        }

        using FileStream stream = File.OpenRead(file);
        using JsonDocument document = JsonDocument.Parse(stream);
        return document.RootElement.TryGetProperty("runtimeOptions", out JsonElement options)
            && options.TryGetProperty("configProperties", out JsonElement properties)
            && properties.TryGetProperty(Invariant, out JsonElement value)
                ? value.ValueKind == JsonValueKind.True
                : null;
    }
}
