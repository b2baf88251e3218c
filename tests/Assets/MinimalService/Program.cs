using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using AssetLibrary;
using Npgsql;

const string Asked = "ASSET_VALUE";
Values values = new() { AtStart = Environment.GetEnvironmentVariable(Asked) };
Console.WriteLine("Main has started.");

if (Environment.GetEnvironmentVariable("ASSET_CULTURE") is { } culture)
{
    CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = new(culture);
}

ExecutionContext flow = ExecutionContext.Capture()!;
WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Services.AddHostedService<EndsByItself>();
builder.Services.AddSingleton<Orders>().AddHttpClient<Orders>();
builder.Services.AddOptions<Limits>().Bind(builder.Configuration.GetSection("Limits")).ValidateDataAnnotations().ValidateOnStart();
values.Configured = builder.Configuration[Asked];
WebApplication app = builder.Build();
values.AfterBuild = Environment.GetEnvironmentVariable(Asked);

app.MapGet("/", () => "Hello.");

// By reflection, which nobody sees who looks at the code: a program that reads them in a request runs as a process otherwise.
MethodInfo read = typeof(Environment).GetMethod(nameof(Environment.GetEnvironmentVariable), [typeof(string)])!;
app.MapGet("/values", () => values with { InRequest = (string?)read.Invoke(null, [Asked]) });
app.MapGet("/arguments", () => args);
app.MapGet("/count", () => Counter.Next());
app.MapGet("/assemblies", () => new Assemblies(
    RuntimeHelpers.GetHashCode(typeof(NpgsqlConnection).Assembly),
    RuntimeHelpers.GetHashCode(typeof(Counter).Assembly),
    RuntimeHelpers.GetHashCode(typeof(Program).Assembly)));
app.MapGet("/cultures", () =>
{
    string[] names = [CultureInfo.CurrentCulture.Name, CultureInfo.CurrentUICulture.Name, "", TimeZoneInfo.Local.Id];
    ExecutionContext.Run(flow, _ => names[2] = CultureInfo.CurrentCulture.Name, null);
    return $"request {names[0]} {names[1]}, main {names[2]}, zone {names[3]}";
});
app.MapGet("/change-culture", (string to) =>
{
    CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = new(to);
});
app.MapGet("/load", (string from, string name) =>
{
    try
    {
        Assembly asking = from == "package" ? typeof(NpgsqlConnection).Assembly : typeof(Program).Assembly;
        return AssemblyLoadContext.GetLoadContext(asking)!.LoadFromAssemblyName(new(name)).Location;
    }
    catch (FileNotFoundException e)
    {
        return e.GetType().Name;
    }
});
app.MapGet("/say", (string text) =>
{
    Console.WriteLine(text);
    Console.Error.WriteLine($"{text} (error)");
});
app.MapGet("/fetch", async (string url) =>
{
    using HttpClient client = new();
    return await client.GetStringAsync(new Uri(url));
});
app.MapGet("/proxy-of", (string url) =>
    HttpClient.DefaultProxy.IsBypassed(new(url)) ? "direct" : HttpClient.DefaultProxy.GetProxy(new(url))?.ToString() ?? "direct");
app.MapGet("/stopping", (IHostApplicationLifetime lifetime) => lifetime.ApplicationStopping.IsCancellationRequested);
app.MapGet("/stop", (IHostApplicationLifetime lifetime) => lifetime.StopApplication());
app.MapGet("/crash/thread", () => new Thread(Crash.Now).Start());
app.MapGet("/crash/pool", () => ThreadPool.QueueUserWorkItem(_ => Crash.Now()));
app.MapGet("/crash/async-void", Crash.Later);
app.MapGet("/status/{status:int}", (int status) => Results.Text("As you wish.", statusCode: status));
app.MapPost("/orders", (Order order, Orders orders, ILogger<Orders> logger, [AsParameters] Paging paging) =>
{
    Log.Accepted(logger, order.Article);
    return TypedResults.Ok(orders.Add(order, paging.Limit ?? 10));
});
app.Run();

internal sealed record Values
{
    public string? AtStart { get; set; }

    public string? Configured { get; set; }

    public string? AfterBuild { get; set; }

    public string? InRequest { get; set; }
}

internal sealed record Assemblies(int Package, int Library, int Program);

internal static class Crash
{
    public static void Now() => throw new InvalidOperationException("The background has failed.");

    public static async void Later()
    {
        await Task.Yield();
        Now();
    }
}
