using Bench.Cases;
using Bench.Measuring;

// dotnet run -c Release --project eng/bench -- app [--json FILE] [--peers]
if (args is not ["app", ..])
{
    Console.Error.WriteLine("Usage: dotnet run -c Release --project eng/bench -- app [--json FILE] [--peers]");
    return 2;
}

bool peers = args.Contains("--peers");
string? json = args.SkipWhile(a => a != "--json").Skip(1).FirstOrDefault();

Report report = new();
await AppCase.RunAsync(report, peers);
Console.WriteLine(report.Render());
if (json is not null)
{
    await File.WriteAllTextAsync(json, report.ToJson());
}

return 0;
