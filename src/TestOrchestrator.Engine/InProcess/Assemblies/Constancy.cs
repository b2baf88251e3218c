namespace TestOrchestrator.Engine.InProcess.Assemblies;

/// <summary>Whether what a read-only field of a type holds can change.</summary>
internal enum Constancy
{
    /// <summary>It can, or nobody knows.</summary>
    Changeable,

    /// <summary>It can, but only by a few members that are known; see <see cref="SettableObjects"/>.</summary>
    Settable,

    /// <summary>It cannot, if what it is made of cannot.</summary>
    Constant,

    /// <summary>It is code, which is constant whatever its type arguments are.</summary>
    Code,
}
