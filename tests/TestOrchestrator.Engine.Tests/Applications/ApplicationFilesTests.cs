using System.Text.Json.Nodes;

namespace TestOrchestrator.Engine.Tests.Applications;

[TestClass]
public sealed class ApplicationFilesTests
{
    [TestMethod]
    public async Task What_an_application_is_stands_in_its_directory()
    {
        await using TestEngine engine = new();
        engine.AddFake("cache").WithEndpoint();
        engine.AddScript("job", "exit 0").WithLane("real");
        RunningApplication application = engine.Create("Shop.Tests.CheckoutTests");

        JsonNode? json = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(application.Directory, "app.json")));

        Assert.AreEqual(
            $$"""
            {
              "version": 1,
              "id": "{{application.Id}}",
              "name": "Shop.Tests.CheckoutTests",
              "lane": "fast",
              "address": "{{application.Address}}",
              "resources": [
                {
                  "name": "cache",
                  "kind": "Fake",
                  "lane": "fast",
                  "endpoints": {
                    "tcp": "tcp://{{application.GetEndpoint("cache").Address}}"
                  }
                },
                {
                  "name": "job",
                  "kind": "Executable",
                  "lane": "real",
                  "endpoints": {}
                }
              ]
            }
            """,
            json?.ToString());
    }

    [TestMethod]
    public async Task Secrets_stand_in_no_file_and_in_no_command_line()
    {
        await using TestEngine engine = new();
        engine.AddScript("server", "echo started; exec sleep 300").WithEnvironment("PASSWORD", "s3cret-of-the-test");

        RunningApplication application = await engine.StartAsync().Soon();

        await Eventually.IsTrueAsync(() => new FileInfo(application.LogFileOf("server")).Length > 0);
        string[] files = [.. Directory.EnumerateFiles(engine.Directory, "*", SearchOption.AllDirectories), .. Directory.EnumerateFiles(engine.Run.StateDirectory, "*", SearchOption.AllDirectories)];
        Assert.IsEmpty(files.Where(f => File.ReadAllText(f).Contains("s3cret-of-the-test", StringComparison.Ordinal)));
        Assert.IsEmpty(engine.Processes.Where(p => p.Contains("s3cret-of-the-test", StringComparison.Ordinal)));
        int pid = application.Units["server"].Process?.Pid ?? 0;
        Assert.Contains("PASSWORD=s3cret-of-the-test", (await File.ReadAllTextAsync($"/proc/{pid}/environ")).Split('\0'));
    }

    [TestMethod]
    public async Task The_state_of_an_application_goes_with_it_and_its_log_stays()
    {
        await using TestEngine engine = new();
        engine.AddScript("job", "echo done");
        RunningApplication application = await engine.StartAsync().Soon();
        await application.WaitForUnitAsync("job", UnitState.Completed).Soon();
        bool wasThere = Directory.Exists(application.StateDirectory);

        await application.DisposeAsync();

        Assert.IsTrue(wasThere);
        Assert.IsFalse(Directory.Exists(application.StateDirectory));
        Assert.AreEqual("done\n", await File.ReadAllTextAsync(application.LogFileOf("job")));
    }
}
