namespace Shop.Tests.Isolation;

[DistributedTestClass<Projects.AppHost>]
public sealed class EasternNeighbourTests : NeighbourTests;
