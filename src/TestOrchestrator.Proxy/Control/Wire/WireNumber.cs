using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TestOrchestrator.Proxy.Control.Wire;

/// <summary>A number between two bounds. Immutable.</summary>
internal sealed record WireNumber : WireType
{
    /// <summary>Gets a time in seconds: not negative, a day at most.</summary>
    public static WireNumber Seconds { get; } = new() { Least = 0, Most = 24 * 60 * 60 };

    /// <summary>Gets a number that counts something.</summary>
    public static WireNumber Count { get; } = Integer(0, int.MaxValue - 1);

    public bool IsInteger { get; private init; }

    public required double Least { get; init; }

    public required double Most { get; init; }

    public static WireNumber Integer(double least, double most) => new() { IsInteger = true, Least = least, Most = most };

    public override void Check(JsonElement value, string field, List<ControlFinding> findings)
    {
        bool isNumber = value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && number >= Least && number <= Most
            && (!IsInteger || value.TryGetInt64(out _));
        if (!isNumber)
        {
            findings.Add(WireErrors.Wrong(field, value, Describe()));
        }
    }

    public override JsonObject Schema() => new() { ["type"] = IsInteger ? "integer" : "number", ["minimum"] = Least, ["maximum"] = Most };

    public override string Describe() => string.Create(CultureInfo.InvariantCulture, $"{(IsInteger ? "a whole number" : "a number")} from {Least:0.###} to {Most:0.###}");
}
