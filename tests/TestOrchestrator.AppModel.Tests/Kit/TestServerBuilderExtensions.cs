namespace TestOrchestrator.AppModel.Tests.Kit;

internal static class TestServerBuilderExtensions
{
    public static IResourceBuilder<TestServer> AddServer(this TestAppHost app, string name)
    {
        app[$"Parameters:{name}-password"] = "p@ss/word";
        return app.Builder.AddResource(new TestServer(name, app.Builder.CreateGeneratedPassword($"{name}-password")))
            .WithEndpoint(name: "tcp");
    }

    public static IResourceBuilder<TestDatabase> AddDatabase(this IResourceBuilder<TestServer> server, string name) =>
        server.ApplicationBuilder.AddResource(new TestDatabase(name, server.Resource));
}
