using Bench.Apps;
using Bench.Cases;
using Bench.Databases;
using Bench.Groups;
using Bench.Hosts;
using Bench.Measuring;
using Bench.Options;
using Bench.Proxies;
using Bench.Roles;
using Bench.Servers;
using Bench.Services;

// Whatever must be a process of its own is this program once more.
if (await Role.TryPlayAsync(args))
{
    return 0;
}

ICase[] cases = [new AppCase(), new GroupCase(), new DatabaseCase(), new RedisCase(), new ServiceCase(), new HostCase(), new ProxyCase(), new ConnectionsCase()];
if (BenchOptions.Parse(args, [.. cases.Select(c => c.Name)]) is not { } options)
{
    Console.Error.WriteLine($"Usage: dotnet run -c Release --project eng/bench -- CASE… [--json FILE] [--peers] [--runs N] [--apps N] [--connections N] [--window S] [--only PART,…] [--quick], where CASE is one of {string.Join(", ", cases.Select(c => c.Name))}; or all.");
    return 2;
}

Report report = new();
#if DEBUG
report.Note("This is a Debug build: its figures mean nothing.");
#endif
foreach (ICase asked in cases.Where(c => options.Cases.Contains(c.Name)))
{
    await report.TryAsync($"The rest of the case '{asked.Name}'", () => asked.RunAsync(report, options));
}

if (!options.Peers)
{
    report.Note("Peers were not asked for (--peers).");
}

Console.WriteLine(ReportText.Of(report));
if (options.Json is { } json)
{
    await File.WriteAllTextAsync(json, ReportJson.Of(report));
}

// What was asked for and is missing is no success.
return report.Missing.Count == 0 ? 0 : 3;
