namespace Fuzz.Running;

/// <summary>The proxy did not do as it should.</summary>
internal sealed class FuzzFailure(string what) : Exception(what);
