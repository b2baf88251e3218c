using TestOrchestrator.Engine.Providers;
using TestOrchestrator.Redis.Providers;

namespace TestOrchestrator.Redis;

/// <summary>
/// Runs a Redis server as a process of the application's own, from the arguments that <c>redis-server</c> would get in the image
/// <c>redis</c>. Immutable.
/// </summary>
public sealed record RedisProvider : IUnitProvider
{
    /// <summary>Gets the name of the endpoint that the server listens on.</summary>
    public string EndpointName { get; init; } = "tcp";

    /// <summary>Gets the kind of server that the application would have: <c>redis</c> or <c>valkey</c>.</summary>
    /// <value>The default is <c>redis</c>. Either is run by the program that was found.</value>
    public string Kind { get; init; } = "redis";

    /// <summary>Gets the version that the application would have, such as <c>8.2</c>.</summary>
    /// <value>The default is null: any. Only the first number counts.</value>
    public string? RequestedVersion { get; init; }

    /// <summary>Gets whether a server of another kind or version does not start.</summary>
    /// <value>The default is false: the difference is noted.</value>
    public bool StrictVersion { get; init; }

    /// <inheritdoc/>
    public IUnitRuntime Create(UnitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new RedisRuntime(context, this);
    }
}
