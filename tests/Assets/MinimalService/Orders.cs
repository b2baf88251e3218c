using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

/// <summary>A service with types of its own in all the places where the framework looks at types.</summary>
internal sealed class Orders(HttpClient http, IOptions<Limits> limits)
{
    private readonly List<Order> _all = [];

    public Accepted Add(Order order, int limit)
    {
        _all.Add(order);
        return new(_all.Count, [.. _all.TakeLast(Math.Min(limit, limits.Value.Most))], http.BaseAddress?.Host);
    }
}

internal sealed record Order(string Article, int Quantity);

internal sealed record Accepted(int Number, IReadOnlyList<Order> Last, string? Host);

internal sealed record Paging(int? Limit);

internal sealed class Limits
{
    [Range(1, 100)]
    public int Most { get; set; } = 50;
}
