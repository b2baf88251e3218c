// The vocabulary, as an app host has it without a line of usings.
global using TestOrchestrator.AppModel.Arguments;
global using TestOrchestrator.AppModel.ConnectionStrings;
global using TestOrchestrator.AppModel.Containers;
global using TestOrchestrator.AppModel.Endpoints;
global using TestOrchestrator.AppModel.EnvironmentVariables;
global using TestOrchestrator.AppModel.Executables;
global using TestOrchestrator.AppModel.Expressions;
global using TestOrchestrator.AppModel.ExternalServices;
global using TestOrchestrator.AppModel.Health;
global using TestOrchestrator.AppModel.Lanes;
global using TestOrchestrator.AppModel.Parameters;
global using TestOrchestrator.AppModel.Projects;
global using TestOrchestrator.AppModel.References;
global using TestOrchestrator.AppModel.Replicas;
global using TestOrchestrator.AppModel.Startup;
global using TestOrchestrator.AppModel.Tests.Kit;
global using TestOrchestrator.AppModel.Waiting;
