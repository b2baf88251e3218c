using System.Globalization;
using System.Text.RegularExpressions;
using TestOrchestrator.Engine.Errors;

namespace TestOrchestrator.Engine.Tests.Logs;

[TestClass]
public sealed partial class LogTests
{
    [TestMethod]
    public async Task Each_line_begins_with_its_time_in_nanoseconds()
    {
        await using TestEngine engine = new();
        engine.AddScript("job", "echo one; echo two >&2; echo; printf three").WithLog(timestamps: true);
        DateTimeOffset before = TimeProvider.System.GetUtcNow();

        RunningApplication application = await engine.StartAsync().Soon();

        await application.WaitForUnitAsync("job", UnitState.Completed).Soon();
        string[] lines = await File.ReadAllLinesAsync(application.LogFileOf("job"));
        Assert.AreEqual("one|two||three", string.Join('|', lines.Select(l => Stamped().Replace(l, ""))));
        string[] stamps = [.. lines.Select(l => Stamped().Match(l).Value)];
        DateTimeOffset[] times = [.. stamps.Select(s => DateTimeOffset.Parse(s.AsSpan(0, 27), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal))];
        Assert.AreEqual(string.Join(' ', stamps.Order(StringComparer.Ordinal)), string.Join(' ', stamps));
        Assert.IsTrue(times[0] >= before.AddMilliseconds(-1) && times[^1] <= TimeProvider.System.GetUtcNow(), string.Join(' ', stamps));
    }

    [TestMethod]
    public async Task A_line_that_comes_in_parts_is_there_at_once_and_has_one_time()
    {
        await using TestEngine engine = new();
        string go = Path.Combine(engine.Directory, "go");
        engine.AddScript("job", $"printf 'How old '; while [ ! -e {go} ]; do sleep 0.01; done; echo are you?; exec sleep 300").WithLog(timestamps: true);
        RunningApplication application = await engine.StartAsync().Soon();
        await EndsWithAsync(application.LogFileOf("job"), "How old ");

        await File.WriteAllTextAsync(go, "");

        await EndsWithAsync(application.LogFileOf("job"), "How old are you?\n");
        string log = await File.ReadAllTextAsync(application.LogFileOf("job"));
        Assert.AreEqual("How old are you?\n", Stamped().Replace(log, ""));
    }

    [TestMethod]
    public async Task A_log_that_is_full_is_set_aside_and_only_so_many_are_kept()
    {
        await using TestEngine engine = new();
        engine.AddScript("job", "seq 100000 101999").WithLog(maxBytes: 4096, maxFiles: 3);

        RunningApplication application = await engine.StartAsync().Soon();

        await application.WaitForUnitAsync("job", UnitState.Completed).Soon();
        string log = application.LogFileOf("job");
        string[] files = [.. Directory.GetFiles(application.LogDirectory).Order(StringComparer.Ordinal)];
        Assert.AreEqual($"{log} {log}.1 {log}.2", string.Join(' ', files));
        Assert.IsEmpty(files.Where(f => new FileInfo(f).Length > 4096 + 7));
        int[] kept = [.. File.ReadLines($"{log}.2").Concat(File.ReadLines($"{log}.1")).Concat(File.ReadLines(log)).Select(l => int.Parse(l, CultureInfo.InvariantCulture))];
        CollectionAssert.AreEqual(Enumerable.Range(102000 - kept.Length, kept.Length).ToArray(), kept);
        Assert.IsGreaterThan(2 * 4096 / 7, kept.Length);
    }

    [TestMethod]
    public async Task A_line_without_an_end_does_not_keep_a_log_from_being_set_aside()
    {
        await using TestEngine engine = new();
        engine.AddScript("job", "head -c 100000 /dev/zero | tr '\\0' x").WithLog(timestamps: true, maxBytes: 4096, maxFiles: 2);

        RunningApplication application = await engine.StartAsync().Soon();

        await application.WaitForUnitAsync("job", UnitState.Completed).Soon();
        Assert.IsLessThanOrEqualTo(2L * (2 * 4096 + 65536), Directory.GetFiles(application.LogDirectory).Sum(f => new FileInfo(f).Length));
        Assert.HasCount(2, Directory.GetFiles(application.LogDirectory));
    }

    // Whoever hears of the end reads the log next: what was still in the pipe must be there.
    [TestMethod]
    public async Task The_last_lines_of_a_program_that_dies_at_once_are_in_the_message()
    {
        await using TestEngine engine = new();
        for (int i = 0; i < 10; i++)
        {
            engine.AddScript($"server{i}", $"seq 1 5000; echo 'The last word of {i}.'; kill -9 $$").WithLog(timestamps: true).WithEndpoint(name: "tcp");
        }

        RunningApplication application = engine.Create();

        await Assert.ThrowsExactlyAsync<EngineException>(() => application.StartAsync()).Soon();

        await Eventually.IsTrueAsync(() => engine.Processes.Count == 0);
        UnitSnapshot[] ended = [.. application.Failures.Where(f => f.State == UnitState.Exited)];
        Assert.IsNotEmpty(ended);
        foreach (UnitSnapshot failure in ended)
        {
            string[] lines = failure.Reason!.Split('\n');
            Assert.HasCount(51, lines);
            StringAssert.EndsWith(lines[^1], $"Z The last word of {failure.Name[6..]}.");
            StringAssert.EndsWith(lines[1], "Z 4952");
        }
    }

    [TestMethod]
    public async Task Ten_megabytes_at_once_are_all_there()
    {
        const int Lines = 100_000;
        await using TestEngine engine = new();
        engine.AddScript("job", $"seq 1 {Lines} | sed 's/$/ {new string('x', 100)}/'").WithLog(timestamps: true);

        RunningApplication application = await engine.StartAsync().Soon();

        await application.WaitForUnitAsync("job", UnitState.Completed, TimeSpan.FromMinutes(1));
        int number = 0;
        foreach (string line in File.ReadLines(application.LogFileOf("job")))
        {
            number++;
            Assert.AreEqual($"{number} {new string('x', 100)}", Stamped().Replace(line, ""));
        }

        Assert.AreEqual(Lines, number);
    }

    [TestMethod]
    public async Task What_a_program_has_left_writes_to_the_log_too()
    {
        await using TestEngine engine = new();
        string go = Path.Combine(engine.Directory, "go");
        engine.AddScript("job", $"(setsid sh -c 'touch left; while [ ! -e {go} ]; do sleep 0.01; done; echo later' &); while [ ! -e left ]; do sleep 0.01; done; echo first").WithLog(timestamps: true);
        RunningApplication application = await engine.StartAsync().Soon();
        await application.WaitForUnitAsync("job", UnitState.Completed).Soon();

        await File.WriteAllTextAsync(go, "");

        await EndsWithAsync(application.LogFileOf("job"), "later\n");
        Assert.AreEqual("first\nlater\n", Stamped().Replace(await File.ReadAllTextAsync(application.LogFileOf("job")), ""));
    }

    [TestMethod]
    public async Task What_writes_without_an_end_holds_nobody_up()
    {
        await using TestEngine engine = new();
        string[] words = [.. new[] { "one", "two", "three" }.Select(w => Path.Combine(engine.Directory, w))];
        string chatter = string.Join(" ; ", words.Select(w => $"(setsid sh -c 'touch {w}; exec yes' &)"));
        engine.AddScript("chatter", $"{chatter} ; exec yes").WithLog(timestamps: true, maxBytes: 65536, maxFiles: 2);
        engine.AddScript("job", "(setsid sh -c 'touch left; exec yes' &) ; while [ ! -e left ]; do sleep 0.01; done; echo done").WithExplicitStart().WithLog(maxBytes: 65536, maxFiles: 2);
        RunningApplication application = await engine.StartAsync().Soon();
        await Eventually.IsTrueAsync(() => words.All(File.Exists) && File.Exists($"{application.LogFileOf("chatter")}.1"));

        await application.StartUnitAsync("job").Soon();
        await application.WaitForUnitAsync("job", UnitState.Completed).Soon();
        await application.StopUnitAsync("chatter").Soon();
        ChildProcess another = await engine.StartScriptAsync("exit 7").Soon();

        Assert.AreEqual("exited with code 7", (await another.Exited.Soon()).ToString());
        await engine.Run.DisposeAsync().AsTask().Soon();
    }

    [TestMethod]
    public async Task What_others_append_to_the_log_stays_there()
    {
        await using TestEngine engine = new();
        string go = Path.Combine(engine.Directory, "go");
        engine.AddScript("job", $"echo before; while [ ! -e {go} ]; do sleep 0.01; done; echo after; exec sleep 300").WithLog(maxBytes: 65536);
        RunningApplication application = await engine.StartAsync().Soon();
        await EndsWithAsync(application.LogFileOf("job"), "before\n");
        await File.AppendAllTextAsync(application.LogFileOf("job"), "[testorchestrator] A note in between.\n");

        await File.WriteAllTextAsync(go, "");

        await EndsWithAsync(application.LogFileOf("job"), "after\n");
        Assert.AreEqual("before\n[testorchestrator] A note in between.\nafter\n", await File.ReadAllTextAsync(application.LogFileOf("job")));
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z ", RegexOptions.Multiline)]
    private static partial Regex Stamped();

    private static Task EndsWithAsync(string log, string text) =>
        Eventually.IsTrueAsync(() => File.Exists(log) && File.ReadAllText(log).EndsWith(text, StringComparison.Ordinal));
}
