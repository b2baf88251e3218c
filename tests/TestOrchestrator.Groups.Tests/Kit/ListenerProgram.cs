namespace TestOrchestrator.Groups.Tests.Kit;

/// <summary>A program that listens where its arguments say, built with this project.</summary>
internal static class ListenerProgram
{
    // …/.artifacts/bin/TestOrchestrator.Groups.Tests/debug/
    private static readonly DirectoryInfo s_here = new(AppContext.BaseDirectory);

    public static string Path { get; } = System.IO.Path.GetFullPath(System.IO.Path.Combine(s_here.FullName, "..", "..", "PortListener", s_here.Name, "PortListener"));

    /// <summary>A process of a group file that listens on its port <c>http</c>.</summary>
    public static string Process(string name) => $$$"""
        [processes.{{{name}}}]
        command = "{{{Path}}}"
        args = ["{{endpoints.http}}"]
        ports = ["http"]
        """;
}
