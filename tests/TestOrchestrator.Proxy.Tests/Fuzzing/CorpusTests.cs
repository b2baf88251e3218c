using System.Runtime.CompilerServices;
using System.Text;
using Fuzz.Running;
using Fuzz.Targets;

namespace TestOrchestrator.Proxy.Tests.Fuzzing;

/// <summary>Inputs that once showed something new, or something wrong, are sent again; eng/fuzz finds them. They take many ports, so that tests of ports that nobody listens on must not run beside them.</summary>
[TestClass]
[DoNotParallelize]
public sealed class CorpusTests
{
    private const int AtOnce = 16;

    public static IEnumerable<string> Targets => FuzzTargets.All.Select(t => t.Name);

    [TestMethod]
    [DynamicData(nameof(Targets))]
    public async Task Nothing_that_was_ever_found_happens_again(string name)
    {
        FuzzTarget target = FuzzTargets.All.Single(t => t.Name == name);
        IReadOnlyList<byte[]> inputs = new Corpus(Path.Combine(Home(), "corpus", name)).Read();
        Rig rig = await Rig.StartAsync();
        await using (rig)
        {
            await Parallel.ForEachAsync(inputs, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (input, _) =>
            {
                try
                {
                    await target.RunAsync(rig, input);
                }
                catch (FuzzFailure failure)
                {
                    Assert.Fail($"{name}: {Uri.EscapeDataString(Encoding.Latin1.GetString(input))}: {failure.Message}");
                }
            });
        }

        Assert.IsEmpty(rig.Complaints.Take());
        Assert.AreNotEqual(0, inputs.Count);
    }

    private static string Home([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
