using System.Runtime.Versioning;

// Each test runs a whole test run of its own, and there are two processors.
[assembly: Parallelize(Scope = ExecutionScope.MethodLevel, Workers = 2)]

// As the engine itself so far.
[assembly: SupportedOSPlatform("linux")]
