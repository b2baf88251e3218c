namespace TestOrchestrator.Engine.Tests.Kit;

/// <summary>A unit that does what a test says, and remembers what was asked of it. One per application; thread-safe.</summary>
internal sealed class Fake
{
    private readonly TestUnit _builder;

    public Fake(TestGroup group, string name)
    {
        Provider = new();
        _builder = group.Add(new() { Name = name, Kind = "Fake", Provider = Provider });
    }

    public FakeProvider Provider { get; }

    public TestUnit Builder => _builder;

    /// <summary>What runs now, or ran last.</summary>
    public FakeInstance Instance => Provider.Instances[^1];

    public Fake WaitFor(Fake other) => With(b => b.WaitFor(other._builder));

    public Fake WaitForStart(Fake other) => With(b => b.WaitForStart(other._builder));

    public Fake WaitForCompletion(Fake other, int exitCode = 0) => With(b => b.WaitForCompletion(other._builder, exitCode));

    public Fake WithExplicitStart() => With(b => b.WithExplicitStart());

    public Fake WithEndpoint() => With(b => b.WithEndpoint(name: "tcp"));

    public Fake WithPort(int port) => With(b => b.WithHttpEndpoint(port: port));

    public Fake Restarts(RestartPolicy policy, TimeSpan delay, TimeSpan maxDelay) =>
        With(b => b.WithRestart(policy, delay, maxDelay));

    public Fake WithHttp() => With(b => b.WithHttpEndpoint());

    /// <summary>Starts as the test says; returning starts an instance.</summary>
    public Fake Starting(Func<CancellationToken, Task> starting)
    {
        Provider.Starting = starting;
        return this;
    }

    public Fake Preparing(Func<CancellationToken, Task> preparing)
    {
        Provider.Preparing = preparing;
        return this;
    }

    /// <summary>Is not ready until the test says so.</summary>
    public Fake NotReady(string saw = "nothing good")
    {
        Provider.Health = Observation.NotYet(saw);
        return this;
    }

    /// <summary>Ends by itself as soon as it runs.</summary>
    public Fake EndsWith(int exitCode)
    {
        Provider.EndsAtOnce = new() { ExitCode = exitCode };
        return this;
    }

    /// <summary>Writes what is asked of it, and when, into a list that it shares with others.</summary>
    public Fake Journal(List<string> journal)
    {
        Provider.Journal = journal;
        return this;
    }

    /// <summary>Takes as long to stop as the test says.</summary>
    public Fake Stopping(Func<Task> stopping)
    {
        Provider.Stopping = stopping;
        return this;
    }

    public Fake StopFails(string message) => Stopping(() => throw new InvalidOperationException(message));

    public void BecomesReady() => Provider.Health = Observation.Satisfied;

    public void Sees(string saw) => Provider.Health = Observation.NotYet(saw);

    private Fake With(Action<TestUnit> add)
    {
        add(_builder);
        return this;
    }
}
