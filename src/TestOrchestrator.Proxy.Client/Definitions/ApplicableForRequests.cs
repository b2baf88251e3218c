namespace TestOrchestrator.Proxy.Client.Definitions;

/// <summary>Which of the requests that fit a mock are meant, counted from 0 for this mock, whoever answers them. Immutable.</summary>
public sealed record ApplicableForRequests
{
    /// <summary>Gets the index below which requests are meant.</summary>
    /// <value>The default is <see langword="null"/>: no such bound.</value>
    public int? BeforeIndex { get; init; }

    /// <summary>Gets the index above which requests are meant; with <see cref="BeforeIndex"/>, those between the two.</summary>
    /// <value>The default is <see langword="null"/>: no such bound.</value>
    public int? AfterIndex { get; init; }

    /// <summary>Gets indexes that are meant in addition.</summary>
    /// <value>The default is <see langword="null"/>: none.</value>
    public IReadOnlyList<int>? WithIndex { get; init; }
}
