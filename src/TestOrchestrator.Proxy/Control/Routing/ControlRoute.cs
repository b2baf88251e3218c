using System.Collections.Immutable;
using System.Diagnostics;
using System.Net;
using TestOrchestrator.Proxy.Control.Wire;

namespace TestOrchestrator.Proxy.Control.Routing;

/// <summary>One thing that can be asked, as both routing and the OpenAPI document need it. Immutable.</summary>
internal sealed record ControlRoute
{
    public required string Method { get; init; }

    /// <summary>Gets the path after <c>/_to/v1</c>; <c>{name}</c> stands for a segment.</summary>
    public required string Path { get; init; }

    /// <summary>Gets the name of the operation in clients that are generated.</summary>
    public required string Operation { get; init; }

    public required string Summary { get; init; }

    /// <summary>Gets the body that is sent.</summary>
    /// <value><see langword="null"/> for none; one that is sent is ignored.</value>
    public WireShape? Body { get; init; }

    public ImmutableArray<QueryParameter> Query { get; init; } = [];

    public HttpStatusCode Status { get; init; } = HttpStatusCode.OK;

    /// <summary>Gets what is answered in JSON.</summary>
    /// <value><see langword="null"/> where the answer is something else or nothing.</value>
    public WireType? Answer { get; init; }

    /// <summary>Gets the media type of the answer.</summary>
    public string AnswerMediaType { get; init; } = "application/json";

    /// <summary>Gets a value indicating whether no token is needed.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Gets what answers. Each route says it once: by this, <see cref="Handle"/> or <see cref="Do"/>.</summary>
    public Func<ControlCall, Task<ControlAnswer>>? HandleAsync { get; init; }

    /// <summary>Says what answers without waiting for anything.</summary>
    public Func<ControlCall, ControlAnswer> Handle
    {
        init => HandleAsync = call => Task.FromResult(value(call));
    }

    /// <summary>Says what is done, where there is nothing to answer.</summary>
    public Action<ControlCall> Do
    {
        init => Handle = call =>
        {
            value(call);
            return ControlAnswer.Empty;
        };
    }

    public Task<ControlAnswer> AnswerAsync(ControlCall call) => (HandleAsync ?? throw new UnreachableException($"{Method} {Path} does nothing."))(call);
}
