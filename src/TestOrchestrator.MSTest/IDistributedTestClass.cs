namespace TestOrchestrator.MSTest;

/// <summary>Says which app host a class uses, whatever the type argument of its attribute.</summary>
internal interface IDistributedTestClass
{
    Type AppHost { get; }

    string[] Args { get; }
}
