namespace Shop.Tests.Isolation;

[DistributedTestClass<Projects.AppHost>]
public sealed class NorthernNeighbourTests : NeighbourTests;
