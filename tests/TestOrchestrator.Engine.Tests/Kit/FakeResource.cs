using TestOrchestrator.AppModel.Waiting;

namespace TestOrchestrator.Engine.Tests.Kit;

internal sealed class FakeResource(string name) : Resource(name), IResourceWithEndpoints, IResourceWithWaitSupport;
