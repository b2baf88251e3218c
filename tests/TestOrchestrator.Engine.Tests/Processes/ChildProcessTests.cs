namespace TestOrchestrator.Engine.Tests.Processes;

[TestClass]
public sealed class ChildProcessTests
{
    [TestMethod]
    [DataRow("exit 0", "exited with code 0", true)]
    [DataRow("exit 3", "exited with code 3", false)]
    [DataRow("exit 255", "exited with code 255", false)]
    [DataRow("kill -KILL $$", "was ended by SIGKILL", false)]
    [DataRow("kill -TERM $$", "was ended by SIGTERM", false)]
    [DataRow("kill -USR1 $$", "was ended by signal 10", false)]
    public async Task How_a_process_ended_is_told_exactly(string script, string how, bool isSuccess)
    {
        await using TestEngine engine = new();

        ChildProcess process = await engine.StartScriptAsync(script);

        ProcessExit exit = await process.Exited.Soon();
        Assert.AreEqual(how, exit.ToString());
        Assert.AreEqual(isSuccess, exit.IsSuccess);
    }

    [TestMethod]
    public async Task Output_and_errors_are_appended_to_the_file_in_the_order_in_which_they_were_written()
    {
        await using TestEngine engine = new();
        string file = Path.Combine(engine.Directory, "log");
        await File.WriteAllTextAsync(file, "before\n");

        ChildProcess process = await engine.StartScriptAsync("echo one; echo two >&2; printf three", file);

        await process.Exited.Soon();
        Assert.AreEqual("before\none\ntwo\nthree", await File.ReadAllTextAsync(file));
    }

    [TestMethod]
    public async Task Arguments_and_variables_arrive_as_they_are()
    {
        await using TestEngine engine = new();
        string file = Path.Combine(engine.Directory, "log");

        ChildProcess process = await engine.Run.StartProcessAsync(new()
        {
            Program = "/bin/sh",
            Arguments = ["-c", "printf '<%s>' \"$@\" \"$ODD\" \"$EMPTY\" \"${MISSING-none}\"", "sh", "", "two words", "line\nbreak", "quote\"'", "größer 🙂"],
            Environment = new Dictionary<string, string> { ["ODD"] = "a=b\nc 🙂", ["EMPTY"] = "" },
            WorkingDirectory = engine.Directory,
            OutputFile = file,
        });

        await process.Exited.Soon();
        Assert.AreEqual("<><two words><line\nbreak><quote\"'><größer 🙂><a=b\nc 🙂><><none>", await File.ReadAllTextAsync(file));
    }

    [TestMethod]
    public async Task A_process_starts_in_its_directory_in_a_session_of_its_own_with_nothing_on_its_input()
    {
        await using TestEngine engine = new();
        string file = Path.Combine(engine.Directory, "log");

        ChildProcess process = await engine.StartScriptAsync("pwd; cat; echo $$; cut -d ' ' -f 5,6 /proc/$$/stat", file);

        await process.Exited.Soon();
        int pid = process.Identity.Pid;
        Assert.AreEqual($"{engine.Directory}\n{pid}\n{pid} {pid}\n", await File.ReadAllTextAsync(file));
    }

    [TestMethod]
    public async Task A_process_has_its_three_descriptors_and_no_other()
    {
        await using TestEngine engine = new();
        string file = Path.Combine(engine.Directory, "log");

        // The last one is of ls itself, which reads the directory.
        ChildProcess process = await engine.StartScriptAsync("exec ls /proc/self/fd", file);

        await process.Exited.Soon();
        Assert.AreEqual("0\n1\n2\n3\n", await File.ReadAllTextAsync(file));
    }

    [TestMethod]
    public async Task A_program_that_is_not_there_is_told_with_the_reason()
    {
        await using TestEngine engine = new();

        Errors.EngineException error = await Assert.ThrowsExactlyAsync<Errors.EngineException>(() => StartAsync(engine, "/no/such/program", engine.Directory));

        Assert.AreEqual($"TO1204: '/no/such/program' could not be started in '{engine.Directory}': No such file or directory (errno 2).", error.Message);
    }

    [TestMethod]
    public async Task A_program_that_may_not_be_executed_is_told_with_the_reason()
    {
        await using TestEngine engine = new();
        string program = Path.Combine(engine.Directory, "program");
        await File.WriteAllTextAsync(program, "#!/bin/sh\n");

        Errors.EngineException error = await Assert.ThrowsExactlyAsync<Errors.EngineException>(() => StartAsync(engine, program, engine.Directory));

        Assert.AreEqual($"TO1204: '{program}' could not be started in '{engine.Directory}': Permission denied (errno 13).", error.Message);
    }

    [TestMethod]
    public async Task A_working_directory_that_is_not_there_is_told_with_the_reason()
    {
        await using TestEngine engine = new();

        Errors.EngineException error = await Assert.ThrowsExactlyAsync<Errors.EngineException>(() => StartAsync(engine, "/bin/true", "/no/such/directory"));

        Assert.AreEqual("TO1204: '/bin/true' could not be started in '/no/such/directory': No such file or directory (errno 2).", error.Message);
    }

    [TestMethod]
    public async Task A_signal_to_a_process_that_has_ended_does_nothing()
    {
        await using TestEngine engine = new();
        ChildProcess ended = await engine.StartScriptAsync("exit 0");
        await ended.Exited.Soon();
        ChildProcess other = await engine.StartScriptAsync("exec sleep 300");

        ended.Send(StopSignal.Kill);
        ended.KillTree();
        ProcessExit exit = await ended.StopAsync(StopSignal.Terminate, TimeSpan.FromMinutes(1), TimeProvider.System).Soon();

        other.Send(StopSignal.Terminate);
        Assert.AreEqual("exited with code 0", exit.ToString());
        Assert.AreEqual("was ended by SIGTERM", (await other.Exited.Soon()).ToString());
    }

    [TestMethod]
    public async Task A_process_that_ends_when_it_is_asked_to_is_not_killed()
    {
        await using TestEngine engine = new();
        string ready = Path.Combine(engine.Directory, "ready");
        ChildProcess process = await engine.StartScriptAsync($"trap 'exit 5' TERM; touch {ready}; while :; do sleep 0.01; done");
        await Eventually.IsTrueAsync(() => File.Exists(ready));

        ProcessExit exit = await process.StopAsync(StopSignal.Terminate, TimeSpan.FromMinutes(1), new ManualTimeProvider()).Soon();

        Assert.AreEqual("exited with code 5", exit.ToString());
    }

    [TestMethod]
    public async Task A_process_that_does_not_end_is_killed_after_the_grace_with_everything_that_came_from_it()
    {
        await using TestEngine engine = new();
        ManualTimeProvider clock = new();
        string ready = Path.Combine(engine.Directory, "ready");
        ChildProcess process = await engine.StartScriptAsync($"trap '' TERM; setsid sleep 300 & sleep 300 & touch {ready}; while :; do sleep 0.1; done");
        await Eventually.IsTrueAsync(() => File.Exists(ready));
        Task<ProcessExit> stopping = process.StopAsync(StopSignal.Terminate, TimeSpan.FromMinutes(1), clock);
        await clock.TimerArmedAsync(TimeSpan.FromMinutes(1)).Soon();

        clock.Advance(TimeSpan.FromMinutes(1));

        Assert.AreEqual("was ended by SIGKILL", (await stopping.Soon()).ToString());
        await Eventually.IsTrueAsync(() => engine.Processes.Count == 0);
    }

    [TestMethod]
    public async Task What_a_process_leaves_in_its_session_ends_with_it()
    {
        await using TestEngine engine = new();

        ChildProcess process = await engine.StartScriptAsync("sleep 300 & (sleep 300 &) ; exit 0");

        await process.Exited.Soon();
        await Eventually.IsTrueAsync(() => engine.Processes.Count == 0);
    }

    [TestMethod]
    public async Task Many_processes_that_end_at_once_are_all_told_apart()
    {
        await using TestEngine engine = new();

        ChildProcess[] processes = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => engine.StartScriptAsync($"exit {i}"))).Soon();

        ProcessExit[] exits = await Task.WhenAll(processes.Select(p => p.Exited)).Soon();
        Assert.AreEqual(
            string.Join(' ', Enumerable.Range(0, 100)),
            string.Join(' ', exits.Select(e => e.ExitCode)));
    }

    private static Task<ChildProcess> StartAsync(TestEngine engine, string program, string directory) => engine.Run.StartProcessAsync(new()
    {
        Program = program,
        WorkingDirectory = directory,
        OutputFile = Path.Combine(engine.Directory, "log"),
    });
}
