// Each test runs a whole test run of its own, and there are two processors.
[assembly: Parallelize(Scope = ExecutionScope.MethodLevel, Workers = 2)]
