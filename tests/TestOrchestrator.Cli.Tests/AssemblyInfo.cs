using System.Runtime.Versioning;

[assembly: Parallelize(Scope = ExecutionScope.MethodLevel)]

// As the engine itself so far.
[assembly: SupportedOSPlatform("linux")]
