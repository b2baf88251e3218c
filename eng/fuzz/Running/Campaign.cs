using System.Diagnostics;
using System.Text;
using Fuzz.Inputs;
using Fuzz.Targets;

namespace Fuzz.Running;

/// <summary>Sends inputs to one target for a time, keeps those that show something new, and reports what went wrong. Not thread-safe.</summary>
internal sealed class Campaign(FuzzTarget target, FuzzOptions options)
{
    private const int Batch = 400;
    private const int Retries = 3;

    // Beyond these a batch has left something behind. What warms up has done so after two batches.
    private const int WarmBatches = 2;
    private const int MoreHandles = 100;
    private const long MoreBytes = 64 * 1024 * 1024;

    private readonly Corpus _corpus = new(options.Corpus is null ? null : Path.Combine(options.Corpus, target.Name));
    private readonly HashSet<string> _signatures = [];
    private readonly Dictionary<string, int> _failures = [];
    private readonly Lock _gate = new();
    private int _cases;

    /// <summary>Runs; <see langword="true"/> when nothing went wrong.</summary>
    public async Task<bool> RunAsync()
    {
        Rig rig = await Rig.StartAsync().ConfigureAwait(false);
        await using (rig.ConfigureAwait(false))
        {
            foreach (byte[] known in _corpus.Read())
            {
                await TryAsync(rig, known).ConfigureAwait(false);
            }

            Stopwatch time = Stopwatch.StartNew();
            Usage? warm = null;
            for (int batch = 0; time.Elapsed < options.Time; batch++)
            {
                await RunBatchAsync(rig, batch).ConfigureAwait(false);
                await AfterBatchAsync(rig).ConfigureAwait(false);
                Usage usage = Usage.Settled();
                foreach (string complaint in rig.Complaints.Take())
                {
                    Fail(complaint, null);
                }

                warm = batch < WarmBatches ? usage : warm;
                if (usage.Handles > warm!.Handles + MoreHandles || usage.ManagedBytes > warm.ManagedBytes + MoreBytes)
                {
                    Fail($"Something is left behind: {usage}; after {WarmBatches} batches it was {warm}.", null);
                    warm = usage;
                }
            }

            Console.WriteLine($"{target.Name}: seed {options.Seed}, {_cases} cases in {time.Elapsed.TotalSeconds:0} s, {_signatures.Count} behaviours, {_failures.Count} kinds of failure. {Usage.Now()}.");
        }

        return _failures.Count == 0;
    }

    private async Task RunBatchAsync(Rig rig, int batch)
    {
        // A case is made of its number alone, so that one of them can be made again.
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = options.Parallel };
        await Parallel.ForEachAsync(Enumerable.Range(batch * Batch, Batch), parallel, async (number, _) =>
        {
            byte[] input = target.Make(new Random(unchecked((options.Seed * 1_000_003) + number)));
            Interlocked.Increment(ref _cases);
            await TryAsync(rig, input).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    private async Task TryAsync(Rig rig, byte[] input)
    {
        try
        {
            string signature = await target.RunAsync(rig, input).ConfigureAwait(false);
            lock (_gate)
            {
                if (_signatures.Add(signature))
                {
                    _corpus.Keep(input);
                }
            }
        }
        catch (Exception failure)
        {
            int again = 0;
            for (int i = 0; i < Retries; i++)
            {
                again += await FailsAgainAsync(rig, input).ConfigureAwait(false) ? 1 : 0;
            }

            Fail($"{(failure is FuzzFailure ? failure.Message : failure.ToString())} (Again {again} of {Retries} times.)", input);
        }
    }

    private async Task<bool> FailsAgainAsync(Rig rig, byte[] input)
    {
        try
        {
            await target.RunAsync(rig, input).ConfigureAwait(false);
            return false;
        }
        catch (Exception)
        {
            return true;
        }
    }

    // Whatever was sent to it before, a proxy works.
    private static async Task AfterBatchAsync(Rig rig)
    {
        string signature = await rig.TalkAsync(new Talk { IsPatient = true }, Encoding.ASCII.GetBytes($"GET http://{Names.Host}/well HTTP/1.1\r\nHost: {Names.Host}\r\nConnection: close\r\n\r\n")).ConfigureAwait(false);
        if (signature != "200 | Forwarded 200 ")
        {
            throw new FuzzFailure($"A request that is right was answered by '{signature}'.");
        }
    }

    private void Fail(string what, byte[]? input)
    {
        lock (_gate)
        {
            string kind = Signature.Normalized(what);
            _failures[kind] = _failures.GetValueOrDefault(kind) + 1;
            if (_failures[kind] <= Retries)
            {
                string saved = input is null ? "" : $" Input: {Corpus.Save(Path.Combine(options.Failures, target.Name), input)}";
                Console.WriteLine($"FAILURE {target.Name}: {what}{saved}");
            }
        }
    }
}
