global using System.Text.Json;
global using TestOrchestrator.Cli.Tests.Kit;
global using TestOrchestrator.TestKit;
global using TestOrchestrator.TestKit.Processes;
