using System.Runtime.CompilerServices;

// A program without static state, though it is written in ways for which the compiler makes static fields.
int count = 0;
WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
WebApplication app = builder.Build();
app.MapGet("/assembly", () => RuntimeHelpers.GetHashCode(typeof(Program).Assembly));
app.MapGet("/count", () => Interlocked.Increment(ref count));
app.MapGet("/length-of", static async (string name) =>
{
    await Task.Yield();
    return NumberOf(name);
});

// It ends by itself, whatever became of the test that started it.
_ = Task.Delay(TimeSpan.FromMinutes(5), TimeProvider.System, app.Lifetime.ApplicationStopping).ContinueWith(_ => app.Lifetime.StopApplication(), TaskScheduler.Default);
app.Run();

static Number NumberOf(string name) => name switch
{
    "one" => new(1),
    "two" => new(2),
    "three" => new(3),
    "four" => new(4),
    "five" => new(5),
    "six" => new(6),
    "seven" => new(7),
    _ => new(0),
};

internal sealed record Number(int Value);
