namespace TestOrchestrator.Engine.Tools;

/// <summary>A place that programs can be fetched from.</summary>
internal interface IToolSource
{
    /// <summary>What it is called, as in <c>npm</c>.</summary>
    string Name { get; }

    /// <summary>The package that has the programs.</summary>
    string Package { get; }

    /// <summary>What is fetched, as a part of a directory name.</summary>
    string Version { get; }

    /// <summary>Why it cannot be used on this machine; null if it can.</summary>
    string? WhyNot { get; }

    /// <summary>Fetches the programs into an empty directory.</summary>
    Task FetchAsync(string directory);

    /// <summary>Finds the programs in a directory that was filled before.</summary>
    Tool ToolIn(string directory);
}
