// Works without a host. What it does stands in its first argument.
switch (args)
{
    case ["exit", string code]:
        Console.WriteLine($"Leaving with {code}.");
        return int.Parse(code, System.Globalization.CultureInfo.InvariantCulture);
    default:
        Console.WriteLine($"In process {Environment.ProcessId}.");
        await Task.Delay(TimeSpan.FromMinutes(5), TimeProvider.System, CancellationToken.None);
        return 0;
}
