using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace TestOrchestrator.AppModel.Tests.Vocabulary;

/// <summary>What is written here compiles against Aspire.Hosting word by word, except for the builder itself.</summary>
[TestClass]
public sealed class AspireAppHostTests : IDisposable
{
    private readonly TestAppHost _app = new();

    public void Dispose() => _app.Dispose();

    [TestMethod]
    public async Task An_ordinary_app_host_is_understood()
    {
        _app.WriteProject("Shop.Api");
        _app.WriteProject("Shop.Web");
        _app["ConnectionStrings:legacy"] = "Server=legacy";
        _app["Parameters:smtp-password"] = "hunter2";
        Describe(_app.Builder);
        TestApplication application = _app.Start();

        Assert.AreEqual(
            "smtp-host, smtp-password, legacy, payments, broker, migrations, api, web, mail, report",
            string.Join(", ", application.Model.Resources.Select(r => r.Name)));
        Assert.AreEqual("""
            ASPNETCORE_URLS=http://127.0.0.9:5002;http://127.0.0.9:5003
            BROKER=amqp://127.0.0.9:5001
            BROKER_PORT=5001
            ConnectionStrings__legacy=Server=legacy
            ConnectionStrings__old=Server=legacy
            MODE=development
            OTEL_RESOURCE_ATTRIBUTES=service.instance.id=api
            OTEL_SERVICE_NAME=api
            PAYMENTS=https://pay.example.com/
            SMTP=smtp://hunter2@localhost
            STARTED=yes
            services__payments__https__0=https://pay.example.com/
            """, await application.EnvironmentOf("api"));
        Assert.AreEqual("""
            API_ADMIN=http://127.0.0.9:5003
            API_HTTP=http://127.0.0.9:5002
            ASPNETCORE_URLS=http://127.0.0.9:5006;https://127.0.0.9:5007
            OTEL_RESOURCE_ATTRIBUTES=service.instance.id=web
            OTEL_SERVICE_NAME=web
            docs=https://docs.example.com/
            services__api__admin__0=http://127.0.0.9:5003
            services__api__admin__1=http://127.0.0.9:5005
            services__api__http__0=http://127.0.0.9:5002
            services__api__http__1=http://127.0.0.9:5004
            services__docs__default__0=https://docs.example.com/
            """, await application.EnvironmentOf("web"));
        Assert.AreEqual("report.py\n--api\nhttp://127.0.0.9:5002\n--verbose", await application.ArgumentsOf("report"));
    }

    private static void Describe(IDistributedApplicationBuilder builder)
    {
        IResourceBuilder<ParameterResource> smtpHost = builder.AddParameter("smtp-host", "localhost");
        IResourceBuilder<ParameterResource> smtpPassword = builder.AddParameter("smtp-password", secret: true);
        IResourceBuilder<IResourceWithConnectionString> legacy = builder.AddConnectionString("legacy");
        IResourceBuilder<ExternalServiceResource> payments = builder.AddExternalService("payments", "https://pay.example.com");

        IResourceBuilder<ExecutableResource> broker = builder.AddExecutable("broker", "broker", ".", "--port", "0")
            .WithEndpoint(port: 5672, scheme: "amqp", name: "amqp", env: "PORT");

        IResourceBuilder<ExecutableResource> migrations = builder.AddExecutable("migrations", "dotnet", ".", "ef", "database", "update")
            .WithReference(legacy)
            .WaitForStart(broker);

        IResourceBuilder<ProjectResource> api = builder.AddProject("api", "Shop.Api/Shop.Api.csproj")
            .WithHttpEndpoint()
            .WithHttpEndpoint(port: 5180, name: "admin")
            .WithHttpHealthCheck("/health")
            .WithReference(legacy)
            .WithReference(legacy, "old")
            .WithReference(payments)
            .WithEnvironment("BROKER", broker.GetEndpoint("amqp"))
            .WithEnvironment("BROKER_PORT", broker.GetEndpoint("amqp").Property(EndpointProperty.Port))
            .WithEnvironment("SMTP", $"smtp://{smtpPassword:uri}@{smtpHost}")
            .WithEnvironment("MODE", builder.Environment.IsDevelopment() ? "development" : "production")
            .WithEnvironment(context =>
            {
                if (context.ExecutionContext.IsRunMode)
                {
                    context.EnvironmentVariables["STARTED"] = "yes";
                }
            })
            .WithReplicas(2)
            .WaitFor(broker)
            .WaitForCompletion(migrations);

        builder.AddProject("web", "Shop.Web/Shop.Web.csproj")
            .WithHttpEndpoint()
            .WithHttpsEndpoint()
            .WithExternalHttpEndpoints()
            .WithReference(api)
            .WithReference("docs", new Uri("https://docs.example.com"))
            .WaitFor(api);

        if (builder.ExecutionContext.IsRunMode && builder.Configuration.GetValue("Mail", defaultValue: true))
        {
            builder.AddContainer("mail", "axllent/mailpit", "v1.20")
                .WithHttpEndpoint(targetPort: 8025)
                .WithEndpoint(targetPort: 1025, name: "smtp", scheme: "smtp")
                .WithLifetime(ContainerLifetime.Persistent)
                .WithExplicitStart();
        }

        builder.AddExecutable("report", "python", ".", "report.py")
            .WithArgs("--api", api.GetEndpoint("http"))
            .WithArgs(context => context.Args.Add("--verbose"))
            .WithExplicitStart()
            .WaitFor(api);
    }
}
