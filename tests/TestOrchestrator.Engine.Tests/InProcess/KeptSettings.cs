using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TestOrchestrator.Engine.Tests.InProcess;

/// <summary>Settings in static fields, and what programs do with them. Nobody calls it: it is looked at.</summary>
internal static class KeptSettings
{
    private static readonly MediaTypeHeaderValue s_mediaType = new("text/plain");

    private static JsonSerializerOptions Options { get; } = new();

    public static void FromAField() => s_mediaType.CharSet = "utf-8";

    public static void FromAProperty() => Options.Converters.Add(new JsonStringEnumConverter());

    public static void FromTheCaller(JsonSerializerOptions options) => options.WriteIndented = true;

    public static void OfAHost(Holder holder) => holder.Options.WriteIndented = true;

    public static JsonSerializerOptions OfItsOwn() => new() { WriteIndented = true };

    public static string Uses() => JsonSerializer.Serialize(s_mediaType.ToString(), Options);

    // An initialiser of the module, for the test that looks for one.
    [ModuleInitializer]
    internal static void Initialize()
    {
    }

    internal sealed class Holder
    {
        public JsonSerializerOptions Options { get; } = new();
    }
}
