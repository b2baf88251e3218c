using Fuzz.Loads;
using Fuzz.Running;
using Fuzz.Targets;

if (FuzzOptions.Parse(args) is not { } options)
{
    await Console.Error.WriteLineAsync(
        "Usage: dotnet run -c Release --project eng/fuzz -- [--target NAME,…|all] [--seconds N] [--seed S] [--corpus DIR] [--failures DIR] [--parallel N], where NAME is one of "
        + $"{string.Join(", ", FuzzTargets.All.Select(t => t.Name))};\n"
        + "       dotnet run -c Release --project eng/fuzz -- --traffic EXCHANGES | --sessions COUNT");
    return 2;
}

if (options.Traffic > 0)
{
    return await new Traffic(options.Traffic).RunAsync() ? 0 : 1;
}

if (options.Sessions > 0)
{
    return await new SessionChurn(options.Sessions).RunAsync() ? 0 : 1;
}

bool isClean = true;
foreach (FuzzTarget target in FuzzTargets.All.Where(t => options.Targets.Contains(t.Name)))
{
    isClean &= await new Campaign(target, options).RunAsync();
}

return isClean ? 0 : 1;
