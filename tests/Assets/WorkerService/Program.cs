using AssetLibrary;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WorkerService;

// What it does stands in its first argument.
string mode = args.FirstOrDefault() ?? "";
if (mode == "throws-before-host")
{
    throw new InvalidOperationException("Main has failed.");
}

if (mode == "no-host")
{
    Console.WriteLine("There will be no host.");
    await Task.Delay(TimeSpan.FromMinutes(5), TimeProvider.System, CancellationToken.None);
    return 0;
}

if (mode == "crash-before-host")
{
    Thread background = new(() => throw new InvalidOperationException("The background has failed early."));
    background.Start();
    background.Join();
}

HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);
builder.Services.AddHostedService<EndsByItself>();
switch (mode)
{
    case "background-throws":
        builder.Services.AddHostedService<FailingWork>();
        break;
    case "ends":
        builder.Services.AddHostedService<ShortWork>();
        break;
    case "start-throws":
        builder.Services.AddHostedService<FailingStart>();
        break;
    case "slow-start":
        builder.Services.AddHostedService<SlowStart>();
        break;
    case "crashes-and-never-stops":
        builder.Services.AddHostedService<NeverStops>();
        builder.Services.AddHostedService<FailingThread>();
        break;
    case "never-stops":
        builder.Services.AddHostedService<NeverStops>();
        break;
}

using IHost host = builder.Build();
if (mode == "throws-after-build")
{
    throw new InvalidOperationException("Main has failed between Build and Run.");
}

if (mode == "slow-to-run")
{
    Console.WriteLine("Not running yet.");
    await Gate.OpenedAsync(builder.Configuration["GATE"] ?? "");
    Console.WriteLine($"Late value: {Environment.GetEnvironmentVariable("ASSET_VALUE")}.");
}

await host.RunAsync();
Console.WriteLine("After the host.");
if (mode == "slow-end")
{
    host.Dispose();
    await Gate.OpenedAsync(builder.Configuration["GATE"] ?? "");
}

return mode == "returns-3" ? 3 : 0;
