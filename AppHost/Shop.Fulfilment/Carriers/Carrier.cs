using System.Collections.Immutable;

namespace Shop.Fulfilment.Carriers;

/// <summary>A carrier that can be asked for quotes.</summary>
internal sealed record Carrier
{
    private static readonly TimeSpan s_defaultTimeout = TimeSpan.FromSeconds(2);

    public required string Name { get; init; }

    public required Uri Address { get; init; }

    public required TimeSpan Timeout { get; init; }

    public required IQuoteFormat Format { get; init; }

    /// <summary>Gets our carriers. <c>Carriers:0</c> is the address of the first and <c>Carriers:0:Timeout</c> how long to wait for it.</summary>
    public static ImmutableArray<Carrier> All(IConfiguration configuration)
    {
        IQuoteFormat[] formats = [new FlatJsonFormat(), new NestedJsonFormat(), new XmlFormat()];
        return [.. formats.Select((format, i) => new Carrier
        {
            Name = $"ext{i + 1}",
            Address = new(configuration[$"Carriers:{i}"] ?? $"https://ext{i + 1}.example.com/quotes"),
            Timeout = configuration.GetValue($"Carriers:{i}:Timeout", s_defaultTimeout),
            Format = format,
        })];
    }
}
