global using System.Collections.Immutable;
global using TestOrchestrator.Engine.Errors;
global using TestOrchestrator.Engine.Runs;
global using TestOrchestrator.Groups.Holding;
global using TestOrchestrator.Groups.Tests.Kit;
global using TestOrchestrator.TestKit;
global using TestOrchestrator.TestKit.Processes;
