using System.Text.Json;

namespace TestOrchestrator.Proxy.Control.Wire;

/// <summary>An object that a <see cref="WireShape"/> has checked, so that its members are what they are read as. Immutable.</summary>
/// <param name="Element">The object.</param>
/// <param name="Field">Where in the body it is, as a JSON pointer.</param>
internal readonly record struct WireObject(JsonElement Element, string Field)
{
    public bool Has(string name) => Element.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null;

    public string FieldOf(string name) => WirePointer.To(Field, name);

    public string? Text(string name) => Has(name) ? Element.GetProperty(name).GetString() : null;

    public int? Integer(string name) => Has(name) ? Element.GetProperty(name).GetInt32() : null;

    public long? Long(string name) => Has(name) ? Element.GetProperty(name).GetInt64() : null;

    public double? Number(string name) => Has(name) ? Element.GetProperty(name).GetDouble() : null;

    public bool Flag(string name) => Has(name) && Element.GetProperty(name).GetBoolean();

    /// <summary>True or false; <see langword="null"/> when it is not said.</summary>
    public bool? FlagOrNull(string name) => Has(name) ? Element.GetProperty(name).GetBoolean() : null;

    public TimeSpan? Seconds(string name) => Number(name) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary>A value that may be <c>null</c>; <see langword="null"/> when it is not there at all.</summary>
    public JsonElement? Json(string name) => Element.TryGetProperty(name, out JsonElement value) ? value : null;

    /// <summary>A text or a list of texts; empty when it is not there.</summary>
    public IReadOnlyList<string> Texts(string name) => Has(name) ? TextsOf(Element.GetProperty(name)) : [];

    public WireObject? Object(string name) => Has(name) ? new WireObject(Element.GetProperty(name), FieldOf(name)) : null;

    /// <summary>The objects of a list; empty when it is not there.</summary>
    public IEnumerable<WireObject> Objects(string name)
    {
        if (!Has(name))
        {
            yield break;
        }

        string list = FieldOf(name);
        int index = 0;
        foreach (JsonElement item in Element.GetProperty(name).EnumerateArray())
        {
            yield return new WireObject(item, $"{list}/{index}");
            index++;
        }
    }

    /// <summary>The members of an object whose names are the caller's; empty when it is not there.</summary>
    public IEnumerable<(string Name, JsonElement Value, string Field)> Entries(string name)
    {
        if (!Has(name))
        {
            yield break;
        }

        string map = FieldOf(name);
        foreach (JsonProperty entry in Element.GetProperty(name).EnumerateObject())
        {
            yield return (entry.Name, entry.Value, WirePointer.To(map, entry.Name));
        }
    }

    /// <summary>Asks the proxy for something with what a member says; what it objects to is told with the member.</summary>
    /// <exception cref="ControlException">The proxy objects.</exception>
    public T At<T>(string name, Func<T> ask) => At(FieldOf(name), Json(name), ask);

    /// <exception cref="ControlException">The proxy objects.</exception>
    public static T At<T>(string field, JsonElement? seen, Func<T> ask)
    {
        try
        {
            return ask();
        }
        catch (ProxyException objection)
        {
            throw ControlErrors.Of(objection, field, seen is { } value ? WireErrors.Show(value) : null);
        }
        catch (ArgumentException objection)
        {
            throw WireErrors.Refused(field, seen, objection);
        }
    }

    /// <summary>A scalar as the text that it is compared as; <see langword="null"/> for <c>null</c>.</summary>
    public static string? TextOf(JsonElement scalar) => scalar.ValueKind switch
    {
        JsonValueKind.String => scalar.GetString(),
        JsonValueKind.Null => null,
        _ => scalar.GetRawText(),
    };

    public static IReadOnlyList<string> TextsOf(JsonElement textOrTexts) =>
        textOrTexts.ValueKind == JsonValueKind.Array ? [.. textOrTexts.EnumerateArray().Select(t => t.GetString() ?? "")] : [textOrTexts.GetString() ?? ""];
}
