using TestOrchestrator.Engine.Processes;

namespace TestOrchestrator.Cli.Tests.Running;

/// <summary>What <c>orch run</c> does to programs that it cannot put the local engine into. App hosts of Aspire are in the end-to-end tests.</summary>
[TestClass]
public sealed class StartUpHookTests
{
    private const string Program = """
        using System;

        Console.WriteLine($"hooks: '{Environment.GetEnvironmentVariable("DOTNET_STARTUP_HOOKS")}' {string.Join(' ', args)}");
        return 7;
        """;

    [TestMethod]
    public async Task A_program_that_is_no_app_host_runs_as_with_dotnet_run_and_its_children_have_no_hook()
    {
        await using Orch orch = new();
        string directory = Write(orch);

        OrchResult run = await orch.RunAsync("run", directory, "--parameter", "title=Hello", "--", "{{x}}");

        Assert.AreEqual((7, ""), (run.ExitCode, run.Errors));
        StringAssert.Contains(run.Output, "hooks: '' {{x}} --Parameters:title=Hello");
    }

    [TestMethod]
    public async Task An_app_host_with_an_older_Aspire_is_refused_before_its_own_code()
    {
        await using Orch orch = new();
        string directory = Write(orch, "Aspire.Hosting");

        OrchResult run = await orch.RunAsync("run", directory);

        Assert.AreEqual(1, run.ExitCode, run.Output);
        StringAssert.StartsWith(run.Errors, "TO1713: The local engine cannot be loaded into this app host: ");
        StringAssert.Contains(run.Errors, "Aspire.Hosting 13.6.5 or newer");
        Assert.DoesNotContain("hooks:", run.Output);
    }

    [TestMethod]
    public async Task An_app_host_with_a_Hosting_of_ours_that_has_no_way_in_is_refused_before_its_own_code()
    {
        await using Orch orch = new();
        string directory = Write(orch, "Aspire.Hosting", "TestOrchestrator.Hosting");

        OrchResult run = await orch.RunAsync("run", directory);

        Assert.AreEqual(1, run.ExitCode, run.Output);
        StringAssert.StartsWith(run.Errors, "TO1714: The app host has TestOrchestrator.Hosting 1.0.0.0, which this version of orch cannot use.");
        Assert.DoesNotContain("hooks:", run.Output);
    }

    [TestMethod]
    public async Task An_app_host_for_an_older_framework_is_refused_by_its_build_in_one_line()
    {
        await using Orch orch = new();
        orch.Write("Program", "Program.cs", Program);
        string directory = orch.Write("Program", "Program.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net9.0</TargetFramework>
                <IsAspireHost>true</IsAspireHost>
                <AspireHostingSDKVersion>13.6.4</AspireHostingSDKVersion>
                <!-- Nothing of that framework has to be restored. -->
                <DisableImplicitFrameworkReferences>true</DisableImplicitFrameworkReferences>
                <UseAppHost>false</UseAppHost>
              </PropertyGroup>
            </Project>
            """);

        OrchResult run = await orch.RunAsync("run", directory);

        Assert.AreEqual(1, run.ExitCode, run.Output);
        StringAssert.Contains(
            run.Output + run.Errors,
            "TO1713: The local engine cannot be loaded into this app host: it is built for net9.0, and the engine needs .NET 10.");
        Assert.DoesNotContain("hooks:", run.Output);
    }

    [TestMethod]
    [DataRow("apphost.cs")]
    [DataRow("")]
    public async Task A_program_that_is_one_file_runs_by_its_name_or_by_its_directory(string file)
    {
        await using Orch orch = new();
        string directory = orch.Write("Program", "apphost.cs", $"#:property PublishAot=false{Environment.NewLine}{Program}");

        OrchResult run = await orch.RunAsync("run", Path.Combine(directory, file), "--", "{{x}}");

        Assert.AreEqual((7, ""), (run.ExitCode, run.Errors));
        StringAssert.Contains(run.Output, "hooks: '' {{x}}");
    }

    [TestMethod]
    public async Task Other_start_up_hooks_stay_in_effect()
    {
        await using Orch orch = new();
        orch.Write("Other", "Other.cs", """
            internal static class StartupHook
            {
                public static void Initialize() => System.AppContext.SetData("other", "entered");
            }
            """);
        string other = orch.Write("Other", "Other.csproj", """
            <Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>
            """);
        string directory = Write(orch);
        const string Say = "Console.WriteLine($\"other: {AppContext.GetData(\"other\")}\");";
        orch.Write("Program", "Program.cs", Program.Replace("return 7;", $"{Say} return 7;", StringComparison.Ordinal));
        Assert.IsNull(Command.Run(DotnetHost.Path, "build", other, "-v:q", "--nologo"));
        string hook = Path.Combine(other, "bin", "Debug", "net10.0", "Other.dll");
        orch.Environment["DOTNET_STARTUP_HOOKS"] = hook;

        OrchResult run = await orch.RunAsync("run", directory);

        Assert.AreEqual((7, ""), (run.ExitCode, run.Errors));
        StringAssert.Contains(run.Output, $"hooks: '{hook}'");
        StringAssert.Contains(run.Output, "other: entered");
    }

    // A program with empty assemblies beside it.
    private static string Write(Orch orch, params string[] assemblies)
    {
        foreach (string assembly in assemblies)
        {
            orch.Write(assembly, $"{assembly}.csproj", """
                <Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>
                """);
        }

        orch.Write("Program", "Program.cs", Program);
        return orch.Write("Program", "Program.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <ItemGroup>
                <FrameworkReference Include="Microsoft.AspNetCore.App" />
                {string.Concat(assemblies.Select(a => $"<ProjectReference Include=\"../{a}/{a}.csproj\" />"))}
              </ItemGroup>
            </Project>
            """);
    }
}
