using System.Text.Json;
using System.Text.Json.Nodes;

namespace TestOrchestrator.Proxy.Control.Wire;

/// <summary>
/// What a value in JSON must be. It checks what comes and writes its own schema, so that the two cannot differ. Immutable.
/// </summary>
internal abstract record WireType
{
    /// <summary>Gets a value indicating whether <c>null</c> is a value of its own, and not the same as nothing.</summary>
    public virtual bool MeansNull => false;

    /// <summary>Gets the types that it is made of.</summary>
    public virtual IEnumerable<WireType> Parts => [];

    /// <summary>Adds what is wrong about a value; the whole value is looked at.</summary>
    public abstract void Check(JsonElement value, string field, List<ControlFinding> findings);

    /// <summary>The JSON Schema (2020-12) of it.</summary>
    public abstract JsonObject Schema();

    /// <summary>What it is, to follow the words "must be".</summary>
    public abstract string Describe();
}
