using System.Text.RegularExpressions;

namespace TestOrchestrator.Engine.Tests.Logs;

[TestClass]
public sealed partial class FullDiskLogTests
{
    [TestMethod]
    public async Task A_program_goes_on_when_its_log_cannot_be_written_and_what_was_lost_is_told()
    {
        using SmallDisk disk = SmallDisk.Make(kilobytes: 128);
        await using TestEngine engine = new();
        string written = Path.Combine(engine.Directory, "written");
        string go = Path.Combine(engine.Directory, "go");
        engine.AddScript("job", $"echo before; head -c 1000000 /dev/zero | tr '\\0' x; echo; touch {written}; while [ ! -e {go} ]; do sleep 0.01; done; echo after").WithLog(timestamps: true);
        RunningApplication application = engine.Run.CreateApplication(engine.Build(), new() { Name = "Test", Directory = disk["app"] });
        string filler = disk.Fill();
        await application.StartAsync().Soon();
        await Eventually.IsTrueAsync(() => File.Exists(written));

        File.Delete(filler);
        await File.WriteAllTextAsync(go, "");

        await application.WaitForUnitAsync("job", UnitState.Completed).Soon();
        string log = await File.ReadAllTextAsync(application.LogFileOf("job"));
        StringAssert.Matches(log, Loss());
        StringAssert.EndsWith(log, "Z after\n");
    }

    // The disk has room again only after the last word: what was lost is told all the same.
    [TestMethod]
    public async Task What_was_lost_is_told_at_the_end_too()
    {
        using SmallDisk disk = SmallDisk.Make(kilobytes: 128);
        await using TestEngine engine = new();
        string written = Path.Combine(engine.Directory, "written");
        engine.AddScript("job", $"head -c 1000000 /dev/zero | tr '\\0' x; echo; touch {written}; exec sleep 300").WithLog(timestamps: true);
        RunningApplication application = engine.Run.CreateApplication(engine.Build(), new() { Name = "Test", Directory = disk["app"] });
        string filler = disk.Fill();
        await application.StartAsync().Soon();
        await Eventually.IsTrueAsync(() => File.Exists(written));

        File.Delete(filler);
        await application.StopUnitAsync("job").Soon();

        await Eventually.IsTrueAsync(() => File.Exists(application.LogFileOf("job")) && Loss().IsMatch(File.ReadAllText(application.LogFileOf("job"))));
    }

    [GeneratedRegex(@"\n\[testorchestrator\] \d+ bytes of output were lost here: the file could not be written\.\n")]
    private static partial Regex Loss();
}
