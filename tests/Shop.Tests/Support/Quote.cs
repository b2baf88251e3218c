namespace Shop.Tests.Support;

/// <summary>What a carrier answered: a price and a time, or why there are none.</summary>
internal sealed record Quote(string Carrier, decimal? Price = null, int? Days = null, string? Failure = null, string? Detail = null);
