using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using TestOrchestrator.Proxy.Control.Wire;
using TestOrchestrator.Proxy.Faults;

namespace TestOrchestrator.Proxy.Control.Mapping;

/// <summary>Faults as they are written and shown.</summary>
internal static class FaultMapping
{
    private static readonly WireNumber s_bytes = WireNumber.Integer(0, long.MaxValue);
    private static readonly WireNumber s_seed = WireNumber.Integer(long.MinValue, long.MaxValue);
    private static readonly WireNumber s_probability = new() { Least = 0, Most = 1 };

    private static readonly WireShape s_slicer = new("Slicer", "What passes is cut into slices, each of which is sent by itself.",
    [
        new("size", WireNumber.Count, "Bytes of a slice.") { IsRequired = true },
        new("variation", WireNumber.Count, "How many bytes more or less; the default is 0."),
        new("gap_sec", WireNumber.Seconds, "The time between two slices; the default is 0."),
    ]);

    /// <summary>Gets what a fault is written as.</summary>
    public static WireShape Shape { get; } = new("NewFault", "What goes wrong on the network, for the exchanges and tunnels that fit. What is said acts together.",
    [
        new("scope", WireText.Any, "The id of the scope that it belongs to; the default is the root scope of the session."),
        new("mock", WireText.Any, "The id of the mock whose answers are disturbed, instead of 'scope' and 'predicates'."),
        PatternMapping.Member,
        new("latency_sec", WireNumber.Seconds, "Delays an exchange."),
        new("jitter_sec", WireNumber.Seconds, "How much more or less the latency may be; the default is 0."),
        new("bytes_per_sec", s_bytes, "Limits the rate."),
        new("slicer", s_slicer, "Cuts what passes into slices."),
        new("limit_data", s_bytes, "Closes the connection, as if all had been said, after so many bytes."),
        new("slow_close_sec", WireNumber.Seconds, "Holds the end back."),
        new("timeout_sec", WireNumber.Seconds, "Lets no byte pass, and closes the connection after this time; 0 never does."),
        new("reset_sec", WireNumber.Seconds, "Resets the connection before the first byte, after this time."),
        new("reset_after_bytes", s_bytes, "Resets once so many bytes have passed; 0 is after the head."),
        new("down", WireFlag.Any, "Refuses the connection."),
        new("loss", s_probability, "Loses exchanges, and segments of tunnels, with this probability."),
        new("direction", WireText.OneOf("up", "down", "both"), "What is disturbed: what the client sends, or gets. By default what breaks acts up, all else down."),
        new("probability", s_probability, "Hits each exchange with this probability; the default is 1."),
        new("seed", WireEither.Of((JsonValueKind.String, WireText.Any), (JsonValueKind.Number, s_seed)), "Makes chance repeatable: a number, or its digits as a text, as it is shown."),
        new("first_calls", WireNumber.Count, "Hits only so many, the first ones."),
        new("after_call", WireNumber.Count, "Lets so many pass before."),
        new("whole_connection", WireFlag.Any, "Hits also what is open when it is made: tunnels, WebSockets and responses, from their next byte on. Over HTTP/2, resets and closes the connection with all its streams."),
    ]);

    /// <summary>Gets what a fault is shown as.</summary>
    public static WireShape Shown { get; } = new("Fault", "A fault that is in effect.",
    [
        new("id", WireText.Any, "Its id.") { IsRequired = true },
        new("scope", WireText.Any, "The id of its scope.") { IsRequired = true },
        new("mock", WireText.Any, "The id of the mock whose answers it disturbs."),
        new("pattern", WireText.Any, "Its predicates, for people.") { IsRequired = true },
        new("what", WireText.Any, "What goes wrong, for people.") { IsRequired = true },
        new("seed", WireText.Any, "The seed of its chance: a number of 64 bits, as a text, so that no reader rounds it.") { IsRequired = true },
        new("calls", WireNumber.Count, "How many its predicates fitted, hit or not.") { IsRequired = true },
        new("hits", WireNumber.Count, "How many of them it hit.") { IsRequired = true },
    ]);

    /// <summary>The disturbance that is written.</summary>
    /// <exception cref="ControlException">There is no such fault.</exception>
    public static Func<Disturbance, Disturbance> Read(WireObject said) => nothing =>
    {
        (string Member, Func<Disturbance, Disturbance> Say)[] all =
        [
            ("latency_sec", d => d.Latency(said.Seconds("latency_sec")!.Value, said.Seconds("jitter_sec") ?? default)),
            ("bytes_per_sec", d => d.Bandwidth(said.Long("bytes_per_sec")!.Value)),
            ("slicer", d => Slice(d, said.Object("slicer")!.Value)),
            ("limit_data", d => d.LimitData(said.Long("limit_data")!.Value)),
            ("slow_close_sec", d => d.SlowClose(said.Seconds("slow_close_sec")!.Value)),
            ("timeout_sec", d => d.Timeout(said.Seconds("timeout_sec")!.Value)),
            ("reset_sec", d => d.Reset(said.Seconds("reset_sec")!.Value)),
            ("reset_after_bytes", d => d.ResetAfter(said.Long("reset_after_bytes")!.Value)),
            ("down", d => said.Flag("down") ? d.Down() : d),
            ("loss", d => d.Loss(said.Number("loss")!.Value)),
            ("direction", d => said.Text("direction") switch { "up" => d.Upstream(), "down" => d.Downstream(), _ => d.BothWays() }),
            ("probability", d => d.Probability(said.Number("probability")!.Value)),
            ("seed", d => d.Seed(Seed(said))),
            ("first_calls", d => Range(d, said)),
            ("after_call", d => Range(d, said)),
            ("whole_connection", d => said.Flag("whole_connection") ? d.WholeConnection() : d),
        ];
        if (said.Has("jitter_sec") && !said.Has("latency_sec"))
        {
            throw WireErrors.Together(said.FieldOf("jitter_sec"), "A fault has a jitter and no latency.", "Give 'latency_sec'.");
        }

        return all.Where(p => said.Has(p.Member)).Aggregate(nothing, (d, part) => said.At(part.Member, () => part.Say(d)));
    };

    public static JsonObject Show(ControlScope scope, Fault fault)
    {
        JsonObject shown = new()
        {
            ["id"] = Identity.Of(fault),
            ["scope"] = Identity.Of(scope.Node),
            ["pattern"] = fault.Pattern.ToString(),
            ["what"] = fault.Disturbance.ToString(),
            ["seed"] = fault.Seed.ToString(CultureInfo.InvariantCulture),
            ["calls"] = fault.Calls,
            ["hits"] = fault.Hits,
        };
        if (fault.Mock is { } mock)
        {
            shown["mock"] = Identity.Of(mock);
        }

        return shown;
    }

    private static long Seed(WireObject said) =>
        long.TryParse(WireObject.TextOf(said.Json("seed")!.Value), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long seed)
            ? seed
            : throw WireErrors.Together(said.FieldOf("seed"), "The seed is not a number of 64 bits.", "Give the seed of a fault.");

    private static Disturbance Slice(Disturbance disturbance, WireObject said) => disturbance.Slicer(said.Integer("size")!.Value, said.Integer("variation") ?? 0, said.Seconds("gap_sec") ?? default);

    private static Disturbance Range(Disturbance disturbance, WireObject said) => (said.Integer("after_call"), said.Integer("first_calls")) switch
    {
        ({ } after, { } first) => disturbance.Calls(after + 1, after + first),
        ({ } after, null) => disturbance.AfterCall(after),
        (null, { } first) => disturbance.FirstCalls(first),
        _ => disturbance,
    };
}
