namespace TestOrchestrator.Engine.Tests.Processes;

[TestClass]
public sealed class ProcessExitTests
{
    [TestMethod]
    public void How_something_ended_is_the_end_of_a_sentence()
    {
        ProcessExit[] exits = [new() { ExitCode = 0 }, new() { ExitCode = 134 }, new() { Signal = 1 }, new() { Signal = 2 }, new() { Signal = 3 }, new() { Signal = 6 }, new() { Signal = 9 }, new() { Signal = 11 }, new() { Signal = 15 }, new() { Signal = 31 }, new()];

        Assert.AreEqual(
            """
            exited with code 0
            exited with code 134
            was ended by SIGHUP
            was ended by SIGINT
            was ended by SIGQUIT
            was ended by SIGABRT
            was ended by SIGKILL
            was ended by SIGSEGV
            was ended by SIGTERM
            was ended by signal 31
            ended in a way that nobody saw
            """,
            string.Join('\n', exits.Select(e => e.ToString())));
        Assert.AreEqual("True False False False False False False False False False False", string.Join(' ', exits.Select(e => e.IsSuccess)));
    }
}
