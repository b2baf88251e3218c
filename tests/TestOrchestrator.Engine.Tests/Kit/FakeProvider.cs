using System.Collections.Immutable;
using TestOrchestrator.Engine.Providers;

namespace TestOrchestrator.Engine.Tests.Kit;

/// <summary>Realises one <see cref="Fake"/> as its test says. Thread-safe.</summary>
internal sealed class FakeProvider : IUnitProvider
{
    private ImmutableList<FakeInstance> _instances = [];
    private StrongBox _health = new(Observation.Satisfied);

    public Func<CancellationToken, Task> Preparing { get; set; } = _ => Task.CompletedTask;

    public Func<CancellationToken, Task> Starting { get; set; } = _ => Task.CompletedTask;

    public Func<Task> Stopping { get; set; } = () => Task.CompletedTask;

    public ProcessExit? EndsAtOnce { get; set; }

    public List<string>? Journal { get; set; }

    /// <summary>The codes of the mistakes that it finds in its definition.</summary>
    public ImmutableArray<string> Mistakes { get; set; } = [];

    public Observation Health
    {
        get => Volatile.Read(ref _health).Value;
        set => Volatile.Write(ref _health, new(value));
    }

    public IReadOnlyList<FakeInstance> Instances => Volatile.Read(ref _instances);

    public IEnumerable<DefinitionProblem> Problems(UnitDefinition unit) =>
        Mistakes.Select(code => new DefinitionProblem { Code = code, Unit = unit.Name, Message = $"'{unit.Name}' is unhappy." });

    public IUnitRuntime Create(UnitContext context) => new Runtime(this, context);

    public void Note(string text)
    {
        if (Journal is { } journal)
        {
            lock (journal)
            {
                journal.Add(text);
            }
        }
    }

    private sealed record StrongBox(Observation Value);

    private sealed class Runtime(FakeProvider provider, UnitContext context) : IUnitRuntime
    {
        public Task PrepareAsync(CancellationToken cancellationToken) => provider.Preparing(cancellationToken);

        public async Task<IUnitInstance> StartAsync(CancellationToken cancellationToken)
        {
            provider.Note($"{context.Name} starts");
            await provider.Starting(cancellationToken);
            FakeInstance instance = new(provider, context);
            ImmutableInterlocked.Update(ref provider._instances, static (all, one) => all.Add(one), instance);
            if (provider.EndsAtOnce is { } exit)
            {
                instance.End(exit);
            }

            return instance;
        }

        public ValueTask DisposeAsync()
        {
            provider.Note($"{context.Name} is disposed of");
            return ValueTask.CompletedTask;
        }
    }
}
