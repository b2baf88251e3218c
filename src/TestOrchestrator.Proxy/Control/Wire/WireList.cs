using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TestOrchestrator.Proxy.Control.Wire;

/// <summary>A list of values of one type. Immutable.</summary>
internal sealed record WireList(WireType Item) : WireType
{
    public static WireList OfTexts { get; } = new(WireText.Any);

    public override IEnumerable<WireType> Parts => [Item];

    public override void Check(JsonElement value, string field, List<ControlFinding> findings)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            findings.Add(WireErrors.Wrong(field, value, Describe()));
            return;
        }

        int index = 0;
        foreach (JsonElement item in value.EnumerateArray())
        {
            Item.Check(item, WirePointer.To(field, index.ToString(CultureInfo.InvariantCulture)), findings);
            index++;
        }
    }

    public override JsonObject Schema() => new() { ["type"] = "array", ["items"] = Item.Schema() };

    public override string Describe() => $"a list, each of which is {Item.Describe()}";
}
