using System.Runtime.CompilerServices;
using Google.Protobuf;
using Grpc.Core;
using GrpcService;

// A program whose only static fields are those that protoc, its gRPC plugin and the generator of Microsoft.AspNetCore.OpenApi write.
WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Services.AddGrpc();
builder.Services.AddOpenApi();
WebApplication app = builder.Build();
app.MapGrpcService<Shelves>();
app.MapOpenApi();
app.MapGet("/assembly", () => RuntimeHelpers.GetHashCode(typeof(Program).Assembly));
app.MapGet("/book", () => Convert.ToBase64String(new Book { Title = "Emma", Cover = Cover.Hard }.ToByteArray()));

// It ends by itself, whatever became of the test that started it.
_ = Task.Delay(TimeSpan.FromMinutes(5), TimeProvider.System, app.Lifetime.ApplicationStopping).ContinueWith(_ => app.Lifetime.StopApplication(), TaskScheduler.Default);
app.Run();

internal sealed class Shelves : Shelf.ShelfBase
{
    public override Task<ListResponse> List(ListRequest request, ServerCallContext context) =>
        Task.FromResult(new ListResponse { ByTitle = { ["Emma"] = new() { Title = "Emma", Person = "Ann" } } });
}
