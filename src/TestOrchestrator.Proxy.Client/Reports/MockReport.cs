using System.Text.Json;

namespace TestOrchestrator.Proxy.Client.Reports;

/// <summary>A mock as it is known now. Immutable.</summary>
public sealed record MockReport
{
    /// <summary>Gets its id.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the id of its scope.</summary>
    public required string Scope { get; init; }

    /// <summary>Gets its predicates, for people.</summary>
    public required string Pattern { get; init; }

    /// <summary>Gets its priority.</summary>
    public required int Priority { get; init; }

    /// <summary>Gets how many requests it has taken on.</summary>
    public required int Calls { get; init; }

    /// <summary>Gets how many requests fitted its predicates, whoever answered them.</summary>
    public required int Requests { get; init; }

    /// <summary>Gets how often it is to be called until its scope ends.</summary>
    /// <value><see langword="null"/> when it does not matter.</value>
    public string? Expected { get; init; }

    /// <summary>Gets what it was written as.</summary>
    /// <value><see langword="null"/> when it was not made over the control API.</value>
    public JsonElement? Definition { get; init; }
}
